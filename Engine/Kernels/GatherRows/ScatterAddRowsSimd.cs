using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// <see cref="ScatterAddRows"/> on the CPU. Several i may have the same row, so the work is divided by columns: an item is a strip of
/// them, for all i in order. No two threads write to the same place, and the order of the sums is fixed.
/// </summary>
internal readonly unsafe struct ScatterAddRowsSimd(ScatterAddRows sizes, BufferView x, BufferView indices, BufferView table)
    : ISimdLaunch<ScatterAddRowsSimd>
{
    private const int Strip = 128;
    private readonly ScatterAddRows sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* indices = CpuBuffer.Pointer(indices);
    private readonly float* table = CpuBuffer.Pointer(table);

    public int Items => (sizes.Width + Strip - 1) / Strip;

    public int Grain => (int)Math.Max((1 << 14) / (Strip * (long)Math.Max(sizes.Count, 1)), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int width = sizes.Width, first = begin * Strip, count = Math.Min(end * Strip, width) - first;
        for (int r = 0; r < sizes.Rows && !sizes.Accumulate; r++)
            new Span<float>(table + ((nint)r * width) + first, count).Clear();
        for (int i = 0; i < sizes.Count; i++)
        {
            int row = WholeIndex.Of(indices[i], sizes.Rows, nameof(ScatterAddRows));
            float* source = x + ((nint)i * width) + first, target = table + ((nint)row * width) + first;
            for (int c = 0; c < count; c += L.Count)
            {
                L sum = PartialLanes.LoadUpTo<L>(target + c, count - c) + PartialLanes.LoadUpTo<L>(source + c, count - c);
                PartialLanes.StoreUpTo(sum, target + c, count - c);
            }
        }
    }
}
