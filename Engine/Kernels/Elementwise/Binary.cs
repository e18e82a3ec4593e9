using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = f(a, b), element by element, for any <see cref="IBinaryFormula"/>; a and b are broadcast to the shape of y.</summary>
public static class Binary
{
    /// <summary>Operands of any shapes that broadcast to <paramref name="shape"/>, the shape of y.</summary>
    public static void Run<TFormula>(Shape shape, BufferView a, Shape shapeA, BufferView b, Shape shapeB, BufferView y, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula =>
        Launch(BroadcastPlan.Of(shape, shapeA, shapeB), a, b, y, formula);

    /// <summary>Operands as long as y. y may be a or b itself.</summary>
    public static void RunSameShape<TFormula>(BufferView a, BufferView b, BufferView y, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula =>
        Run([y.Length], a, [a.Length], b, [b.Length], y, formula);

    private static void Launch<TFormula>(BroadcastPlan plan, BufferView a, BufferView b, BufferView y, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula
    {
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new BinarySimd<TFormula>(plan, a, b, y, formula));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => BinaryReference.Run(
                    plan, ReferenceDevice.Values(a), ReferenceDevice.Values(b), ReferenceDevice.Values(y), formula));
                break;
            case SimtDevice simt:
                BinarySimt.Run(simt, plan, a, b, y, formula);
                break;
            default:
                throw y.Device.NoKernel(nameof(Binary));
        }
    }
}
