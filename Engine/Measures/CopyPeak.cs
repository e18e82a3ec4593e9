using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Measures;

/// <summary>A plain copy by the framework's block move, in pieces that the threads share.</summary>
internal readonly unsafe struct CopyPeak(BufferView source, BufferView target) : ISimdLaunch<CopyPeak>
{
    private readonly float* source = CpuBuffer.Pointer(source);
    private readonly float* target = CpuBuffer.Pointer(target);

    public int Items { get; } = source.Length;

    public int Grain => 1 << 20;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L> =>
        new ReadOnlySpan<float>(source + begin, end - begin).CopyTo(new Span<float>(target + begin, end - begin));
}
