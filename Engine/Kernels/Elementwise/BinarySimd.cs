using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Binary"/> on the CPU. Along a row the stride of an operand is 1 or 0.</summary>
internal readonly unsafe struct BinarySimd<TFormula>(
    BroadcastPlan plan, BufferView a, BufferView b, BufferView y, TFormula formula) : ISimdLaunch<BinarySimd<TFormula>>
    where TFormula : unmanaged, IBinaryFormula
{
    private readonly float* a = CpuBuffer.Pointer(a);
    private readonly float* b = CpuBuffer.Pointer(b);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly BroadcastRows rows = new(plan, y.Length);
    private readonly TFormula formula = formula;

    public int Items => rows.Items;

    public int Grain => rows.Grain;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int stepA = rows.StepA, stepB = rows.StepB;
        for (int item = begin; item < end; item++)
        {
            int count = rows.Locate(item, out int start, out int startA, out int startB);
            float* ra = a + startA, rb = b + startB, ry = y + start;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                formula.Value(BroadcastRows.Load<L>(ra, i, stepA), BroadcastRows.Load<L>(rb, i, stepB)).Store(ry + i);
            if (i < count)
            {
                L value = formula.Value(
                    BroadcastRows.LoadPart<L>(ra, i, stepA, count - i), BroadcastRows.LoadPart<L>(rb, i, stepB, count - i));
                PartialLanes.Store(value, ry + i, count - i);
            }
        }
    }
}
