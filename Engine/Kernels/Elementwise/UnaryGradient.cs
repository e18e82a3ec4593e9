using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// dx = dy · f′(x), element by element: the backward pass of <see cref="Unary"/>. y = f(x) is given too; a formula whose derivative needs
/// only y may be given y for x.
/// </summary>
public static class UnaryGradient
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TFormula>(BufferView x, BufferView y, BufferView dy, BufferView dx, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (x.Length != dx.Length || y.Length != dx.Length || dy.Length != dx.Length)
            throw new ArgumentException(
                $"Gradient of {typeof(TFormula).Name}: x, y, dy and dx must be equally long, got {x.Length}, {y.Length}, {dy.Length} and "
                + $"{dx.Length}.");
        switch (dx.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new UnaryGradientSimd<TFormula>(x, y, dy, dx, formula));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => UnaryGradientReference.Run(
                    ReferenceDevice.Values(x), ReferenceDevice.Values(y), ReferenceDevice.Values(dy), ReferenceDevice.Values(dx), formula));
                break;
            case SimtDevice simt:
                UnaryGradientSimt.Run(simt, x, y, dy, dx, formula);
                break;
            default:
                throw dx.Device.NoKernel(nameof(UnaryGradient));
        }
    }
}
