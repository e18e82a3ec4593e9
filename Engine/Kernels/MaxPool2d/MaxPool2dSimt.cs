using GanFromScratch.Engine.Kernels.ArgMax;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

// Windows: one item per window, which loops row by row. Neighbours' windows overlap or touch, so they share loads through the cache.

/// <summary><see cref="MaxPool2d"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class MaxPool2dSimt
{
    public static KernelVersions<MaxPool2dLaunch> Versions() => KernelVersions<MaxPool2dLaunch>.Ladder([
        new("Windows", "one item per window", static (device, in work) =>
            Windows(device, Division.Groups(work.Y.Length), work.X, work.Y, work.Places, work.Sizes.Rows, work.Sizes.Columns))]);

    [Kernel]
    internal static void Windows(ArrayView<float> x, ArrayView<float> y, ArrayView<float> places, PoolAxis rows, PoolAxis columns)
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int line = at / columns.Outputs, q = at - (line * columns.Outputs), p = line / rows.Outputs, o = line - (p * rows.Outputs);
            int width = columns.Inputs, plane = p * rows.Inputs * width, left = columns.First(q), bottom = rows.End(o),
            right = columns.End(q), place = -1;
            float largest = float.NegativeInfinity;
            for (int i = rows.First(o); i < bottom; i += rows.Dilation)
            {
                for (int j = left; j < right; j += columns.Dilation)
                {
                    float value = x[plane + (i * width) + j];
                    if (place < 0 || ArgMaxSimt.IsLarger(value, largest))
                    {
                        largest = value;
                        place = (i * width) + j;
                    }
                }
            }

            y[at] = largest;
            places[at] = place;
        }
    }
}
