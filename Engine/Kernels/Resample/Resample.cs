using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Resizes images, each plane (an image of one channel) separately, first down its columns and then along its rows: y[p, o, q] = Σⱼ v(q,
/// j) · Σᵢ w(o, i) · x[p, i, j], with w and v from the axes. Upsampling, average pooling, blurring and padding by pixels of the image
/// differ only in their axes; see <see cref="IResampling"/>.
/// <para>
/// The gradient is the same with every axis transposed: dx[p, i, j] = Σ_q v(q, j) · Σₒ w(o, i) · dy[p, o, q] (<see
/// cref="RunTransposed"/>). It gathers too, over the outputs that an input contributed to, so every sum has a fixed order; and since the
/// map is linear, the gradient's gradient is <see cref="Run"/> again.
/// </para>
/// </summary>
public readonly record struct Resample<TAxis>(int Planes, TAxis Rows, TAxis Columns)
    where TAxis : unmanaged, IResampling
{
    /// <summary>The maximum number of pixels along an axis before and after: up to it every index fits a 32-bit word.</summary>
    public const int LongestAxis = 1 << 14;

    private int LengthX => Planes * Rows.Inputs * Columns.Inputs;

    private int LengthY => Planes * Rows.Outputs * Columns.Outputs;

    /// <summary>y from x.</summary>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes, or an axis is empty or too long.</exception>
    public void Run(BufferView x, BufferView y)
    {
        Check("x", x, LengthX);
        Check("y", y, LengthY);
        KernelDispatch.Run(new ResampleLaunch<TAxis>(this, x, y));
    }

    /// <summary>dx from dy.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Run"/>.</exception>
    public void RunTransposed(BufferView dy, BufferView dx)
    {
        Check("dy", dy, LengthY);
        Check("dx", dx, LengthX);
        KernelDispatch.Run(new ResampleTransposedLaunch<TAxis>(this, dy, dx));
    }

    private void Check(string name, BufferView view, int expected)
    {
        if (Math.Min(Math.Min(Rows.Inputs, Rows.Outputs), Math.Min(Columns.Inputs, Columns.Outputs)) < 1
            || Math.Max(Math.Max(Rows.Inputs, Rows.Outputs), Math.Max(Columns.Inputs, Columns.Outputs)) > LongestAxis)
        {
            throw new ArgumentException(
                $"Resample from {Rows.Inputs}×{Columns.Inputs} to {Rows.Outputs}×{Columns.Outputs}: expected 1 to {LongestAxis} pixels "
                + $"along each axis.");
        }

        if (view.Length != expected)
        {
            throw new ArgumentException(
                $"Resample of {Planes} planes from {Rows.Inputs}×{Columns.Inputs} to {Rows.Outputs}×{Columns.Outputs}: {name} needs "
                + $"{expected} values, got {view.Length}.");
        }
    }
}

/// <summary><see cref="Resample{TAxis}"/> with its operands.</summary>
internal readonly record struct ResampleLaunch<TAxis>(Resample<TAxis> Sizes, BufferView X, BufferView Y)
    : IKernelLaunch<ResampleLaunch<TAxis>>
    where TAxis : unmanaged, IResampling
{
    public static string Family => nameof(Resample<>);

    public static KernelVersions<ResampleLaunch<TAxis>> Gpu { get; } = ResampleSimt.Gpu<TAxis>();

    public static KernelVersions<ResampleLaunch<TAxis>> Processor { get; } = ResampleSimt.Processor<TAxis>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => ResampleReference.Run<double, TAxis>(Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new ResampleSimd<TAxis>(Sizes, X, Y));
}

/// <summary><see cref="Resample{TAxis}.RunTransposed"/> with its operands.</summary>
internal readonly record struct ResampleTransposedLaunch<TAxis>(Resample<TAxis> Sizes, BufferView Dy, BufferView Dx)
    : IKernelLaunch<ResampleTransposedLaunch<TAxis>>
    where TAxis : unmanaged, IResampling
{
    public static string Family => nameof(Resample<>);

    public static KernelVersions<ResampleTransposedLaunch<TAxis>> Gpu { get; } = ResampleSimt.GpuTransposed<TAxis>();

    public static KernelVersions<ResampleTransposedLaunch<TAxis>> Processor { get; } = ResampleSimt.ProcessorTransposed<TAxis>();

    public Device Device => Dx.Device;

    public double Flops => 0;

    private Resample<Transposed<TAxis>> Transposed => new(Sizes.Planes, new(Sizes.Rows), new(Sizes.Columns));

    public void OnReference() =>
        ResampleReference.Run<double, Transposed<TAxis>>(Transposed, ReferenceDevice.Values(Dy), ReferenceDevice.Values(Dx));

    public void OnCpu(CpuDevice device) => device.Launch(new ResampleSimd<Transposed<TAxis>>(Transposed, Dy, Dx));
}
