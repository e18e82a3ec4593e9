using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="BinaryGradient"/> on the CPU; see <see cref="BinarySimd{TFormula}"/>.</summary>
internal readonly unsafe struct BinaryGradientSimd<TFormula>(
    BroadcastPlan plan, BufferView a, BufferView b, BufferView dy, BufferView d, TFormula formula, bool byB)
    : ISimdLaunch<BinaryGradientSimd<TFormula>>
    where TFormula : unmanaged, IBinaryFormula
{
    private readonly float* a = CpuBuffer.Pointer(a);
    private readonly float* b = CpuBuffer.Pointer(b);
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* d = CpuBuffer.Pointer(d);
    private readonly BroadcastRows rows = new(plan, d.Length);
    private readonly TFormula formula = formula;
    private readonly bool byB = byB;

    public int Items => rows.Items;

    public int Grain => rows.Grain;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int stepA = rows.StepA, stepB = rows.StepB;
        for (int item = begin; item < end; item++)
        {
            int count = rows.Locate(item, out int start, out int startA, out int startB);
            float* ra = a + startA, rb = b + startB;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                (L.Load(dy + start + i) * Derivative(BroadcastRows.Load<L>(ra, i, stepA), BroadcastRows.Load<L>(rb, i, stepB)))
                    .Store(d + start + i);
            if (i < count)
            {
                int left = count - i;
                L derivative = Derivative(BroadcastRows.LoadPart<L>(ra, i, stepA, left), BroadcastRows.LoadPart<L>(rb, i, stepB, left));
                PartialLanes.Store(PartialLanes.Load<L>(dy + start + i, left) * derivative, d + start + i, left);
            }
        }
    }

    private L Derivative<L>(L u, L v)
        where L : unmanaged, ILanes<L>
    {
        L y = formula.Value(u, v);
        return byB ? formula.DerivativeB(u, v, y) : formula.DerivativeA(u, v, y);
    }
}
