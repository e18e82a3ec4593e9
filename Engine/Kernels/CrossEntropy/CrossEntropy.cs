using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// y = 1/N Σₙ −ln softmax(xₙ)[tₙ] = 1/N Σₙ (ln Σ_c e^(x[n, c] − mₙ) − (x[n, tₙ] − mₙ)), with mₙ the largest of row n: the cross-entropy of
/// N rows of C logits against one class a row. Classes are whole numbers 0 … C − 1, held as floats.
/// If the host runs the kernel (cpu, reference), any other value is an error; elsewhere it gives NaN.
/// Rows are summed from first to last.
/// </summary>
public readonly record struct CrossEntropy(int N, int C)
{
    /// <param name="logits">N×C.</param>
    /// <param name="classes">N.</param>
    /// <param name="y">One number.</param>
    /// <exception cref="InputException">A class is invalid.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView logits, BufferView classes, BufferView y)
    {
        if (logits.Length != N * C || classes.Length != N || y.Length != 1)
            throw new ArgumentException(
                $"Cross-entropy of {N}×{C}: {logits.Length} logits, {classes.Length} classes and {y.Length} results.");
        KernelDispatch.Run(new CrossEntropyLaunch(this, logits, classes, y));
    }
}

/// <summary><see cref="CrossEntropy"/> with its operands.</summary>
internal readonly record struct CrossEntropyLaunch(CrossEntropy Sizes, BufferView Logits, BufferView Classes, BufferView Y)
    : IKernelLaunch<CrossEntropyLaunch>
{
    public static string Family => nameof(CrossEntropy);

    public static KernelVersions<CrossEntropyLaunch> Gpu { get; } = CrossEntropySimt.Gpu();

    public static KernelVersions<CrossEntropyLaunch> Processor { get; } = CrossEntropySimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => CrossEntropyReference.Run<double>(
        Sizes, ReferenceDevice.Values(Logits), ReferenceDevice.Values(Classes), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device)
    {
        // A row's loss and, after it, space for its exponentials.
        int length = Sizes.N * (Sizes.C + 1);
        DeviceBuffer scratch = device.Rent(length);
        device.Launch(new CrossEntropySimd(Sizes, Logits, Classes, Y, new BufferView(scratch, 0, length)));
        scratch.Release();
    }
}
