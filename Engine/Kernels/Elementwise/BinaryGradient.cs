using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// d = dy · ∂f/∂a or dy · ∂f/∂b, element by element in the shape of y: the backward pass of <see cref="Binary"/>. If an operand was
/// broadcast, d must still be summed over the repeated axes.
/// </summary>
public static class BinaryGradient
{
    /// <param name="byB">The derivative by b instead of a.</param>
    public static void Run<TFormula>(
        Shape shape, BufferView a, Shape shapeA, BufferView b, Shape shapeB, BufferView dy, BufferView d, TFormula formula, bool byB)
        where TFormula : unmanaged, IBinaryFormula
    {
        BroadcastPlan plan = BroadcastPlan.Of(shape, shapeA, shapeB);
        KernelDispatch.Run(new BinaryGradientLaunch<TFormula>(plan, a, b, dy, d, formula, byB));
    }
}

/// <summary><see cref="BinaryGradient"/> with its operands.</summary>
internal readonly record struct BinaryGradientLaunch<TFormula>(
    BroadcastPlan Plan, BufferView A, BufferView B, BufferView DY, BufferView D, TFormula Formula, bool ByB)
    : IKernelLaunch<BinaryGradientLaunch<TFormula>>
    where TFormula : unmanaged, IBinaryFormula
{
    public static string Family => nameof(BinaryGradient);

    public static KernelVersions<BinaryGradientLaunch<TFormula>> Gpu { get; } = BinaryGradientSimt.Gpu<TFormula>();

    public static KernelVersions<BinaryGradientLaunch<TFormula>> Processor { get; } = BinaryGradientSimt.Processor<TFormula>();

    public Device Device => D.Device;

    public double Flops => 0;

    public void OnReference() => BinaryGradientReference.Run(
        Plan, ReferenceDevice.Values(A), ReferenceDevice.Values(B), ReferenceDevice.Values(DY), ReferenceDevice.Values(D), Formula, ByB);

    public void OnCpu(CpuDevice device) => device.Launch(new BinaryGradientSimd<TFormula>(Plan, A, B, DY, D, Formula, ByB));
}
