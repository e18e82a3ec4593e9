using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.GatherRows;

namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary><see cref="OneHot"/> on the CPU: a row is cleared (the framework's loop is vectorised) and one element set.</summary>
internal readonly unsafe struct OneHotSimd(OneHot sizes, BufferView indices, BufferView y) : ISimdLaunch<OneHotSimd>
{
    private readonly OneHot sizes = sizes;
    private readonly float* indices = CpuBuffer.Pointer(indices);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Count;

    public int Grain => Math.Max((1 << 15) / Math.Max(sizes.Classes, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int n = begin; n < end; n++)
        {
            int index = WholeIndex.Of(indices[n], sizes.Classes, nameof(OneHot));
            float* row = y + ((nint)n * sizes.Classes);
            new Span<float>(row, sizes.Classes).Clear();
            row[index] = 1;
        }
    }
}
