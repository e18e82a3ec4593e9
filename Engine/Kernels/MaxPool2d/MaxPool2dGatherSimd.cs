using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// <see cref="MaxPool2dGather"/> on the CPU. An item is a plane; numbers are loaded one by one, since vector gathers would not be faster.
/// </summary>
internal readonly unsafe struct MaxPool2dGatherSimd(MaxPool2dGather sizes, BufferView x, BufferView places, BufferView y)
    : ISimdLaunch<MaxPool2dGatherSimd>
{
    private readonly MaxPool2dGather sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* places = CpuBuffer.Pointer(places);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Outputs == 0 ? 0 : sizes.Planes;

    public int Grain => Math.Max((1 << 13) / Math.Max(sizes.Outputs, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        uint inputs = (uint)sizes.Inputs;
        for (int p = begin; p < end; p++)
        {
            float* from = x + ((nint)p * sizes.Inputs), at = places + ((nint)p * sizes.Outputs), to = y + ((nint)p * sizes.Outputs);
            for (int o = 0; o < sizes.Outputs; o++)
            {
                // As an unsigned number −1 is beyond every plane.
                uint place = (uint)(int)at[o];
                to[o] = place < inputs ? from[place] : 0;
            }
        }
    }
}
