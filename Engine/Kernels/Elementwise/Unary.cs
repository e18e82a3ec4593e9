using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = f(x), element by element, for any <see cref="IUnaryFormula"/>. y may be x itself.</summary>
public static class Unary
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TFormula>(BufferView x, BufferView y, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{typeof(TFormula).Name}: x has {x.Length} values and y {y.Length}; they must be as many.");
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new UnarySimd<TFormula>(x, y, formula));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => UnaryReference.Run(ReferenceDevice.Values(x), ReferenceDevice.Values(y), formula));
                break;
            case SimtDevice simt:
                UnarySimt.Run(simt, x, y, formula);
                break;
            default:
                throw y.Device.NoKernel(nameof(Unary));
        }
    }
}
