using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

// Pixels: one item per pixel of dx. It checks the windows that contain it, in order, for those whose maximum it was, and so needs no
// atomic addition.

/// <summary><see cref="MaxPool2dGradient"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class MaxPool2dGradientSimt
{
    public static KernelVersions<MaxPool2dGradientLaunch> Versions() => KernelVersions<MaxPool2dGradientLaunch>.Ladder([
        new("Pixels", "one item per pixel; it checks all windows that contain it", static (device, in work) =>
            Pixels(device, Division.Groups(work.Dx.Length), work.Dy, work.Places, work.Dx, work.Sizes.Rows, work.Sizes.Columns))]);

    [Kernel]
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
