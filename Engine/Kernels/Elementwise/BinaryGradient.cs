using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// d = dy · ∂f/∂a or dy · ∂f/∂b, element by element in the shape of y: the backward pass of <see cref="Binary"/>. Where an operand was
/// broadcast, d is still to be summed over the repeated axes.
/// </summary>
public static class BinaryGradient
{
    /// <param name="byB">The derivative by b instead of a.</param>
    public static void Run<TFormula>(
        Shape shape, BufferView a, Shape shapeA, BufferView b, Shape shapeB, BufferView dy, BufferView d, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        BroadcastPlan plan = BroadcastPlan.Of(shape, shapeA, shapeB);
        switch (d.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new BinaryGradientSimd<TFormula>(plan, a, b, dy, d, formula, byB));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => BinaryGradientReference.Run(
                    plan, ReferenceDevice.Values(a), ReferenceDevice.Values(b), ReferenceDevice.Values(dy), ReferenceDevice.Values(d),
                    formula, byB));
                break;
            case SimtDevice simt:
                BinaryGradientSimt.Run(simt, plan, a, b, dy, d, formula, byB);
                break;
            default:
                throw d.Device.NoKernel(nameof(BinaryGradient));
        }
    }
}
