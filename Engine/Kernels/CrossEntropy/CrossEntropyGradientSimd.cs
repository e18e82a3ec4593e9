using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// <see cref="CrossEntropyGradient"/> on the CPU. An item is a row. The exponentials are recomputed: for a handful of classes that is
/// cheaper than keeping them from the forward pass.
/// </summary>
internal readonly unsafe struct CrossEntropyGradientSimd(
    CrossEntropyGradient sizes, BufferView logits, BufferView classes, BufferView dy, BufferView d) : ISimdLaunch<CrossEntropyGradientSimd>
{
    private readonly CrossEntropyGradient sizes = sizes;
    private readonly float* logits = CpuBuffer.Pointer(logits);
    private readonly float* classes = CpuBuffer.Pointer(classes);
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* d = CpuBuffer.Pointer(d);

    public int Items => sizes.N;

    public int Grain => Math.Max(4096 / Math.Max(sizes.C, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int C = sizes.C;
        float scale = *dy / sizes.N;
        for (int n = begin; n < end; n++)
        {
            float* row = logits + ((nint)n * C), result = d + ((nint)n * C);
            int index = WholeIndex.Of(classes[n], C, nameof(CrossEntropy));
            float sum = SoftmaxSimd.Powers<L>(row, result, C, SoftmaxSimd.Largest<L>(row, C));

            // (power − sum) / sum is the softmax less 1, and needs no second pass over the row.
            result[index] -= sum;
            L factor = L.Broadcast(scale / sum);
            for (int c = 0; c < C; c += L.Count)
                PartialLanes.StoreUpTo(PartialLanes.LoadUpTo<L>(result + c, C - c) * factor, result + c, C - c);
        }
    }
}
