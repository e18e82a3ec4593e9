using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="UnaryGradient"/> on the CPU; see <see cref="UnarySimd{TFormula}"/>.</summary>
internal readonly unsafe struct UnaryGradientSimd<TFormula>(
    BufferView x, BufferView y, BufferView dy, BufferView dx, TFormula formula) : ISimdLaunch<UnaryGradientSimd<TFormula>>
    where TFormula : unmanaged, IUnaryFormula
{
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* dx = CpuBuffer.Pointer(dx);
    private readonly TFormula formula = formula;

    public int Items { get; } = dx.Length;

    public int Grain => 1 << 13;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int i = begin;
        for (; i <= end - L.Count; i += L.Count)
            (L.Load(dy + i) * formula.Derivative(L.Load(x + i), L.Load(y + i))).Store(dx + i);
        if (i < end)
        {
            int left = end - i;
            L derivative = formula.Derivative(PartialLanes.Load<L>(x + i, left), PartialLanes.Load<L>(y + i, left));
            PartialLanes.Store(PartialLanes.Load<L>(dy + i, left) * derivative, dx + i, left);
        }
    }
}
