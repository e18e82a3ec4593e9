using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>y = f(a, b), element by element, for any <see cref="IBinaryFormula"/>; a and b are broadcast to the shape of y.</summary>
public static class Binary
{
    /// <summary>Operands of any shapes that broadcast to <paramref name="shape"/>, the shape of y.</summary>
    public static void Run<TFormula>(Shape shape, BufferView a, Shape shapeA, BufferView b, Shape shapeB, BufferView y, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula =>
        KernelDispatch.Run(new BinaryLaunch<TFormula>(BroadcastPlan.Of(shape, shapeA, shapeB), a, b, y, formula));

    /// <summary>Operands as long as y. y may be a or b itself.</summary>
    public static void RunSameShape<TFormula>(BufferView a, BufferView b, BufferView y, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula =>
        Run([y.Length], a, [a.Length], b, [b.Length], y, formula);
}

/// <summary><see cref="Binary"/> with its operands.</summary>
internal readonly record struct BinaryLaunch<TFormula>(BroadcastPlan Plan, BufferView A, BufferView B, BufferView Y, TFormula Formula)
    : IKernelLaunch<BinaryLaunch<TFormula>>
    where TFormula : unmanaged, IBinaryFormula
{
    public static string Family => nameof(Binary);

    public static KernelVersions<BinaryLaunch<TFormula>> Gpu { get; } = BinarySimt.Gpu<TFormula>();

    public static KernelVersions<BinaryLaunch<TFormula>> Processor { get; } = BinarySimt.Processor<TFormula>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() =>
        BinaryReference.Run(Plan, ReferenceDevice.Values(A), ReferenceDevice.Values(B), ReferenceDevice.Values(Y), Formula);

    public void OnCpu(CpuDevice device) => device.Launch(new BinarySimd<TFormula>(Plan, A, B, Y, Formula));
}
