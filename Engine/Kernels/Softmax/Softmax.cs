using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>
/// y[r, c] = e^(x[r, c] − m) / Σₖ e^(x[r, k] − m), or its logarithm x[r, c] − m − ln Σₖ e^(x[r, k] − m), with m the largest of row r, so
/// that nothing overflows. x and y are Rows×Columns, and not the same memory. A row that holds NaN or ∞, or nothing but −∞, gives NaN.
/// </summary>
/// <param name="Logarithm">ln y instead of y, without the rounding of a logarithm taken afterwards.</param>
public readonly record struct Softmax(int Rows, int Columns, bool Logarithm = false)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView x, BufferView y)
    {
        if (x.Length != Rows * Columns || y.Length != x.Length)
            throw new ArgumentException($"Softmax of {Rows}×{Columns}: x has {x.Length} values and y {y.Length}.");
        KernelDispatch.Run(new SoftmaxLaunch(this, x, y));
    }
}

/// <summary><see cref="Softmax"/> with its operands.</summary>
internal readonly record struct SoftmaxLaunch(Softmax Sizes, BufferView X, BufferView Y) : IKernelLaunch<SoftmaxLaunch>
{
    public static string Family => nameof(Softmax);

    public static KernelVersions<SoftmaxLaunch> Gpu { get; } = SoftmaxSimt.Gpu();

    public static KernelVersions<SoftmaxLaunch> Processor { get; } = SoftmaxSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => SoftmaxReference.Run<double>(Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new SoftmaxSimd(Sizes, X, Y));
}
