using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary><see cref="SoftmaxGradient"/> on the CPU. An item is a row: first its sum, then its elements.</summary>
internal readonly unsafe struct SoftmaxGradientSimd(SoftmaxGradient sizes, BufferView y, BufferView dy, BufferView dx)
    : ISimdLaunch<SoftmaxGradientSimd>
{
    private readonly SoftmaxGradient sizes = sizes;
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float* dy = CpuBuffer.Pointer(dy);
    private readonly float* dx = CpuBuffer.Pointer(dx);

    public int Items => sizes.Columns == 0 ? 0 : sizes.Rows;

    public int Grain => Math.Max(8192 / Math.Max(sizes.Columns, 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int columns = sizes.Columns;
        for (int r = begin; r < end; r++)
        {
            float* rowY = y + ((nint)r * columns), rowDy = dy + ((nint)r * columns), rowDx = dx + ((nint)r * columns);
            double total = 0;

            // The missing lanes of the last register are zeros, which add nothing to a sum.
            for (int i = 0; i < columns;)
            {
                L lanes = L.Zero;
                for (int stop = Math.Min(i + (SoftmaxSimd.Chain * L.Count), columns); i < stop; i += L.Count)
                {
                    L gradient = PartialLanes.LoadUpTo<L>(rowDy + i, columns - i);
                    lanes += sizes.Logarithm ? gradient : gradient * PartialLanes.LoadUpTo<L>(rowY + i, columns - i);
                }

                total += lanes.Sum();
            }

            L sum = L.Broadcast((float)total);
            for (int i = 0; i < columns; i += L.Count)
            {
                L gradient = PartialLanes.LoadUpTo<L>(rowDy + i, columns - i), value = PartialLanes.LoadUpTo<L>(rowY + i, columns - i);
                L result = sizes.Logarithm ? gradient - (L.Exp(value) * sum) : value * (gradient - sum);
                PartialLanes.StoreUpTo(result, rowDx + i, columns - i);
            }
        }
    }
}
