using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// <see cref="MaxPool2dGradient"/> on the CPU. An item is a plane. A plane belongs to one thread, so each dy can be added directly to its
/// place, in the order of the windows, which is the order in which a gathering pixel would visit them. Vector lanes do not help here.
/// </summary>
internal readonly unsafe struct MaxPool2dGradientSimd(
    MaxPool2dGradient sizes, BufferView dy, BufferView places, BufferView dx) : ISimdLaunch<MaxPool2dGradientSimd>
{
    private readonly int planes = sizes.Planes;
    private readonly int pixels = sizes.Rows.Inputs * sizes.Columns.Inputs;
    private readonly int outputs = sizes.Rows.Outputs * sizes.Columns.Outputs;
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* places = CpuBuffer.Pointer(places);
    private readonly float* dx = CpuBuffer.Pointer(dx);

    public int Items => planes;

    public int Grain => Math.Max((1 << 13) / Math.Max(pixels, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int p = begin; p < end; p++)
        {
            float* from = dy + ((nint)p * outputs), at = places + ((nint)p * outputs), to = dx + ((nint)p * pixels);
            new Span<float>(to, pixels).Clear();
            for (int o = 0; o < outputs; o++)
            {
                // As an unsigned number −1 is beyond every plane.
                uint place = (uint)(int)at[o];
                if (place < (uint)pixels)
                    to[place] += from[o];
            }
        }
    }
}
