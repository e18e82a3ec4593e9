using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

// The ladder:
// 1  Pixels  An item a pixel of dx: it asks the windows that reach it, in their order, whether it was their largest, and so needs no atomic
// addition.

/// <summary><see cref="MaxPool2dGradient"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class MaxPool2dGradientSimt
{
    public static void Run(SimtDevice device, MaxPool2dGradient sizes, BufferView dy, BufferView places, BufferView dx) =>
        Pixels(device, Division.Groups(dx.Length), dy, places, dx, sizes.Rows, sizes.Columns);

    [Kernel(1, "an item a pixel, asking the windows that reach it")]
    internal static void Pixels(ArrayView<float> dy, ArrayView<float> places, ArrayView<float> dx, PoolAxis rows, PoolAxis columns)
    {
        int at = Grid.GlobalIndex.X;
        if (at < dx.IntLength)
        {
            int line = at / columns.Inputs, j = at - (line * columns.Inputs), p = line / rows.Inputs, i = line - (p * rows.Inputs);
            int left = columns.FirstOutput(j), bottom = rows.EndOutput(i), right = columns.EndOutput(j);
            float own = (i * columns.Inputs) + j, sum = 0;
            for (int o = rows.FirstOutput(i); o < bottom; o++)
            {
                int begin = ((p * rows.Outputs) + o) * columns.Outputs;
                for (int q = left; q < right; q++)
                {
                    if (places[begin + q] == own)
                        sum += dy[begin + q];
                }
            }

            dx[at] = sum;
        }
    }
}
