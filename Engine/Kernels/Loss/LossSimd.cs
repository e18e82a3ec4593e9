using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// <see cref="Loss"/> on the CPU. An item is one block; its sum goes to scratch memory, and <see cref="Finish"/> adds the blocks up. A
/// register takes <see cref="Chain"/> losses a lane; everything else is added in double, so that no long sum loses digits.
/// </summary>
internal readonly unsafe struct LossSimd<TFormula>(
    BufferView prediction, BufferView target, BufferView y, BufferView scratch, TFormula formula) : ISimdLaunch<LossSimd<TFormula>>
    where TFormula : unmanaged, ILossFormula
{
    private const int Chain = 32;
    private readonly float* prediction = CpuBuffer.Pointer(prediction);
    private readonly float* target = CpuBuffer.Pointer(target);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float* scratch = CpuBuffer.Pointer(scratch);
    private readonly int length = prediction.Length;
    private readonly TFormula formula = formula;

    public int Items => (length + Loss.Block - 1) / Loss.Block;

    public int Grain => 2;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            int first = item * Loss.Block, count = Math.Min(Loss.Block, length - first);
            float* p = prediction + first, t = target + first;
            double total = 0;
            int i = 0;
            for (int whole = count / L.Count * L.Count; i < whole;)
            {
                L sum = L.Zero;
                for (int stop = Math.Min(i + (Chain * L.Count), whole); i < stop; i += L.Count)
                    sum += formula.Value(L.Load(p + i), L.Load(t + i));
                total += sum.Sum();
            }

            // The last register is padded with zeros, whose loss need not be 0: only the lanes that exist are added.
            if (i < count)
                total += PartialLanes.Sum(
                    formula.Value(PartialLanes.Load<L>(p + i, count - i), PartialLanes.Load<L>(t + i, count - i)), count - i);
            scratch[item] = (float)total;
        }
    }

    public static void Finish(in LossSimd<TFormula> launch) => launch.AddBlocks();

    private void AddBlocks()
    {
        double total = 0;
        for (int item = 0; item < Items; item++)
            total += scratch[item];
        *y = (float)(total / length);
    }
}
