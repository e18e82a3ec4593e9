using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Fill"/> on the CPU: the framework's fill is vectorised already.</summary>
internal readonly unsafe struct FillSimd(BufferView y, float value) : ISimdLaunch<FillSimd>
{
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float value = value;

    public int Items { get; } = y.Length;

    public int Grain => 1 << 16;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L> =>
        new Span<float>(y + begin, end - begin).Fill(value);
}
