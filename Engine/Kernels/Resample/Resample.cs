using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Images made larger or smaller, each plane (an image of one channel) by itself, first down its columns and then along its rows:
/// y[p, o, q] = Σⱼ v(q, j) · Σᵢ w(o, i) · x[p, i, j], with w and v as the axes say. Upsampling and average pooling differ in nothing but
/// their axes; see <see cref="IResampling"/>.
/// <para>
/// The gradient is the same with every axis seen from the other side: dx[p, i, j] = Σ_q v(q, j) · Σₒ w(o, i) · dy[p, o, q]
/// (<see cref="RunTransposed"/>). It gathers too, over the outputs that an input went into, so every sum has a fixed order; and since the
/// map is linear, the gradient's gradient is <see cref="Run"/> again.
/// </para>
/// </summary>
public readonly record struct Resample<TAxis>(int Planes, TAxis Rows, TAxis Columns)
    where TAxis : unmanaged, IResampling
{
    /// <summary>So many pixels, no more, along an axis before and after: with them every index fits a word of 32 bits.</summary>
    public const int LongestAxis = 1 << 14;

    private int LengthX => Planes * Rows.Inputs * Columns.Inputs;

    private int LengthY => Planes * Rows.Outputs * Columns.Outputs;

    /// <summary>y from x.</summary>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes, or an axis is empty or too long.</exception>
    public void Run(BufferView x, BufferView y)
    {
        Check("x", x, LengthX);
        Check("y", y, LengthY);
        Resample<TAxis> sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new ResampleSimd<TAxis>(sizes, x, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => ResampleReference.Run<double, TAxis>(sizes, ReferenceDevice.Values(x), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                ResampleSimt.Run(simt, sizes, x, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(Resample<>));
        }
    }

    /// <summary>dx from dy.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Run"/>.</exception>
    public void RunTransposed(BufferView dy, BufferView dx)
    {
        Check("dy", dy, LengthY);
        Check("dx", dx, LengthX);
        Resample<TAxis> sizes = this;
        var other = new Resample<Transposed<TAxis>>(Planes, new(Rows), new(Columns));
        switch (dx.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new ResampleSimd<Transposed<TAxis>>(other, dy, dx));
                break;
            case ReferenceDevice reference:
                reference.Launch(
                    () => ResampleReference.Run<double, Transposed<TAxis>>(other, ReferenceDevice.Values(dy), ReferenceDevice.Values(dx)));
                break;
            case SimtDevice simt:
                ResampleSimt.RunTransposed(simt, sizes, dy, dx);
                break;
            default:
                throw dx.Device.NoKernel(nameof(Resample<>));
        }
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
