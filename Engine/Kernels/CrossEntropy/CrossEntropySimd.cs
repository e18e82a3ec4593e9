using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// <see cref="CrossEntropy"/> on the CPU. An item is a row; its loss goes to scratch memory, and <see cref="Finish"/> adds the rows, in
/// double.
/// </summary>
internal readonly unsafe struct CrossEntropySimd(
    CrossEntropy sizes, BufferView logits, BufferView classes, BufferView y, BufferView scratch) : ISimdLaunch<CrossEntropySimd>
{
    private readonly CrossEntropy sizes = sizes;
    private readonly float* logits = CpuBuffer.Pointer(logits);
    private readonly float* classes = CpuBuffer.Pointer(classes);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float* scratch = CpuBuffer.Pointer(scratch);

    public int Items => sizes.N;

    public int Grain => Math.Max(4096 / Math.Max(sizes.C, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int C = sizes.C;
        for (int n = begin; n < end; n++)
        {
            float* row = logits + ((nint)n * C), powers = scratch + sizes.N + ((nint)n * C);
            int index = WholeIndex.Of(classes[n], C, nameof(CrossEntropy));
            float largest = SoftmaxSimd.Largest<L>(row, C), sum = SoftmaxSimd.Powers<L>(row, powers, C, largest);
            scratch[n] = MathF.Log(sum) - (row[index] - largest);
        }
    }

    public static void Finish(in CrossEntropySimd launch) => launch.AddRows();

    private void AddRows()
    {
        double total = 0;
        for (int n = 0; n < sizes.N; n++)
            total += scratch[n];
        *y = (float)(total / sizes.N);
    }
}
