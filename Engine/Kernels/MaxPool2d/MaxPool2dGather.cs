using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// y[p, o] = x[p, places[p, o]], and 0 where the place is −1: the transpose of <see cref="MaxPool2dGradient"/>, and so the gradient of that
/// gradient.
/// </summary>
/// <param name="Inputs">Pixels of a plane of x.</param>
/// <param name="Outputs">Pixels of a plane of y.</param>
public readonly record struct MaxPool2dGather(int Planes, int Inputs, int Outputs)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView x, BufferView places, BufferView y)
    {
        if (x.Length != Planes * Inputs || y.Length != Planes * Outputs || places.Length != y.Length)
            throw new ArgumentException(
                $"MaxPool2dGather of {Planes} planes, {Outputs} of {Inputs} pixels: x has {x.Length} values, the places {places.Length} "
                + $"and y {y.Length}.");
        KernelDispatch.Run(new MaxPool2dGatherLaunch(this, x, places, y));
    }
}

/// <summary><see cref="MaxPool2dGather"/> with its operands.</summary>
internal readonly record struct MaxPool2dGatherLaunch(MaxPool2dGather Sizes, BufferView X, BufferView Places, BufferView Y)
    : IKernelLaunch<MaxPool2dGatherLaunch>
{
    public static string Family => nameof(MaxPool2dGather);

    public static KernelVersions<MaxPool2dGatherLaunch> Gpu { get; } = MaxPool2dGatherSimt.Versions();

    public static KernelVersions<MaxPool2dGatherLaunch> Processor => Gpu;

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => MaxPool2dGatherReference.Run<double>(
        Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Places), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new MaxPool2dGatherSimd(Sizes, X, Places, Y));
}
