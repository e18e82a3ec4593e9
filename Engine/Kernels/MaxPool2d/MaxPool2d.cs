using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// y[p, o, q] = the maximum of x[p] in the window of (o, q), and its place in the plane, row·width + column, the first of equals. Padding
/// is never the maximum. NaN counts as larger than everything, as in <see cref="ArgMax"/>. A window without a pixel (dilation can step
/// over a narrow image) has −∞, at place −1. Places are floats, so a plane has at most 2²⁴ pixels.
/// </summary>
public readonly record struct MaxPool2d(int Planes, PoolAxis Rows, PoolAxis Columns)
{
    private const int LargestExactFloat = 1 << 24;

    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes, or a plane is empty or too large.</exception>
    public void Run(BufferView x, BufferView y, BufferView places)
    {
        long pixels = (long)Rows.Inputs * Columns.Inputs, outputs = (long)Rows.Outputs * Columns.Outputs;
        if (pixels is < 1 or > LargestExactFloat)
            throw new ArgumentException($"MaxPool2d needs a plane of 1 to {LargestExactFloat} pixels, got {Rows.Inputs}×{Columns.Inputs}.");
        if (x.Length != Planes * pixels || y.Length != Planes * outputs || places.Length != y.Length)
        {
            throw new ArgumentException(
                $"MaxPool2d of {Planes} planes from {Rows.Inputs}×{Columns.Inputs} to {Rows.Outputs}×{Columns.Outputs}: x has {x.Length} "
                + $"values, y {y.Length} and the places {places.Length}.");
        }

        KernelDispatch.Run(new MaxPool2dLaunch(this, x, y, places));
    }
}

/// <summary><see cref="MaxPool2d"/> with its operands.</summary>
internal readonly record struct MaxPool2dLaunch(MaxPool2d Sizes, BufferView X, BufferView Y, BufferView Places)
    : IKernelLaunch<MaxPool2dLaunch>
{
    public static string Family => nameof(MaxPool2d);

    public static KernelVersions<MaxPool2dLaunch> Gpu { get; } = MaxPool2dSimt.Versions();

    public static KernelVersions<MaxPool2dLaunch> Processor => Gpu;

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => MaxPool2dReference.Run<double>(
        Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Y), ReferenceDevice.Values(Places));

    public void OnCpu(CpuDevice device) => device.Launch(new MaxPool2dSimd(Sizes, X, Y, Places));
}
