using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Unary"/> on the CPU: a register of elements at a time; the last few through <see cref="PartialLanes"/>.</summary>
internal readonly unsafe struct UnarySimd<TFormula>(BufferView x, BufferView y, TFormula formula) : ISimdLaunch<UnarySimd<TFormula>>
    where TFormula : unmanaged, IUnaryFormula
{
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly TFormula formula = formula;

    public int Items { get; } = y.Length;

    public int Grain => 1 << 13;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int i = begin;
        for (; i <= end - L.Count; i += L.Count)
            formula.Value(L.Load(x + i)).Store(y + i);
        if (i < end)
            PartialLanes.Store(formula.Value(PartialLanes.Load<L>(x + i, end - i)), y + i, end - i);
    }
}
