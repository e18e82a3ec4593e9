using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// The backward pass of <see cref="MaxPool2d"/>: dx[p, i] = Σ dy[p, o] over the windows o whose maximum was found at i, in their order. A
/// small step does not change which pixel is the maximum, so there is no other term.
/// </summary>
public readonly record struct MaxPool2dGradient(int Planes, PoolAxis Rows, PoolAxis Columns)
{
    /// <param name="dy">∂/∂y.</param>
    /// <param name="places">The places of the maxima, from the forward pass.</param>
    /// <param name="dx">Receives ∂/∂x.</param>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView dy, BufferView places, BufferView dx)
    {
        if (
            dx.Length != Planes * Rows.Inputs * Columns.Inputs
                || dy.Length != Planes * Rows.Outputs * Columns.Outputs
                || places.Length != dy.Length)
        {
            throw new ArgumentException(
                $"Gradient of MaxPool2d of {Planes} planes from {Rows.Inputs}×{Columns.Inputs} to {Rows.Outputs}×{Columns.Outputs}: dy has "
                + $"{dy.Length} values, the places {places.Length} and dx {dx.Length}.");
        }

        KernelDispatch.Run(new MaxPool2dGradientLaunch(this, dy, places, dx));
    }
}

/// <summary><see cref="MaxPool2dGradient"/> with its operands.</summary>
internal readonly record struct MaxPool2dGradientLaunch(MaxPool2dGradient Sizes, BufferView Dy, BufferView Places, BufferView Dx)
    : IKernelLaunch<MaxPool2dGradientLaunch>
{
    public static string Family => nameof(MaxPool2dGradient);

    public static KernelVersions<MaxPool2dGradientLaunch> Gpu { get; } = MaxPool2dGradientSimt.Versions();

    public static KernelVersions<MaxPool2dGradientLaunch> Processor => Gpu;

    public Device Device => Dx.Device;

    public double Flops => 0;

    public void OnReference() => MaxPool2dGradientReference.Run<double>(
        Sizes, ReferenceDevice.Values(Dy), ReferenceDevice.Values(Places), ReferenceDevice.Values(Dx));

    public void OnCpu(CpuDevice device) => device.Launch(new MaxPool2dGradientSimd(Sizes, Dy, Places, Dx));
}
