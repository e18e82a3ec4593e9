using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Select"/> on the CPU.</summary>
internal readonly unsafe struct SelectSimd(BufferView condition, BufferView a, BufferView b, BufferView y) : ISimdLaunch<SelectSimd>
{
    private readonly float* condition = CpuBuffer.Pointer(condition);
    private readonly float* a = CpuBuffer.Pointer(a);
    private readonly float* b = CpuBuffer.Pointer(b);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items { get; } = y.Length;

    public int Grain => 1 << 13;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int i = begin;
        for (; i <= end - L.Count; i += L.Count)
            L.Select(L.Equal(L.Load(condition + i), L.Zero), L.Load(b + i), L.Load(a + i)).Store(y + i);
        for (; i < end; i++)
            y[i] = condition[i] != 0 ? a[i] : b[i];
    }
}
