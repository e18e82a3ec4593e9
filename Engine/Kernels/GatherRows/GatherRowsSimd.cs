using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary><see cref="GatherRows"/> on the CPU: a block move per row. An item is a row of y.</summary>
internal readonly unsafe struct GatherRowsSimd(GatherRows sizes, BufferView table, BufferView indices, BufferView y)
    : ISimdLaunch<GatherRowsSimd>
{
    private readonly GatherRows sizes = sizes;
    private readonly float* table = CpuBuffer.Pointer(table);
    private readonly float* indices = CpuBuffer.Pointer(indices);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Count;

    public int Grain => Math.Max((1 << 15) / Math.Max(sizes.Width, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int i = begin; i < end; i++)
        {
            int row = WholeIndex.Of(indices[i], sizes.Rows, nameof(GatherRows));
            new ReadOnlySpan<float>(table + ((nint)row * sizes.Width), sizes.Width)
                .CopyTo(new Span<float>(y + ((nint)i * sizes.Width), sizes.Width));
        }
    }
}
