using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary><see cref="LossGradient"/> on the CPU.</summary>
internal readonly unsafe struct LossGradientSimd<TFormula>(
    BufferView prediction, BufferView target, BufferView dy, BufferView d, TFormula formula, bool byTarget)
    : ISimdLaunch<LossGradientSimd<TFormula>>
    where TFormula : unmanaged, ILossFormula
{
    private readonly float* prediction = CpuBuffer.Pointer(prediction);
    private readonly float* target = CpuBuffer.Pointer(target);
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* d = CpuBuffer.Pointer(d);
    private readonly TFormula formula = formula;
    private readonly bool byTarget = byTarget;

    public int Items { get; } = d.Length;

    public int Grain => 1 << 13;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        L scale = L.Broadcast(*dy / Items);
        int i = begin;
        for (; i <= end - L.Count; i += L.Count)
            Gradient<L, Whole>(scale, i, end - i);
        if (i < end)
            Gradient<L, Rest>(scale, i, end - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gradient<L, TAccess>(L scale, int i, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L p = TAccess.Load<L>(prediction + i, left), t = TAccess.Load<L>(target + i, left);
        TAccess.Store(scale * (byTarget ? formula.DerivativeB(p, t, p) : formula.DerivativeA(p, t, p)), d + i, left);
    }
}
