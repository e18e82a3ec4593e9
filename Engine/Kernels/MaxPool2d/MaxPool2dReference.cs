using System.Numerics;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>The definition of <see cref="MaxPool2d"/>.</summary>
internal static class MaxPool2dReference
{
    public static void Run<T>(MaxPool2d sizes, ReadOnlySpan<T> x, Span<T> y, Span<T> places)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (PoolAxis rows, PoolAxis columns) = (sizes.Rows, sizes.Columns);
        int pixels = rows.Inputs * columns.Inputs, at = 0;
        for (int p = 0; p < sizes.Planes; p++)
        {
            ReadOnlySpan<T> plane = x.Slice(p * pixels, pixels);
            for (int o = 0; o < rows.Outputs; o++)
            {
                for (int q = 0; q < columns.Outputs; q++, at++)
                {
                    T largest = T.NegativeInfinity;
                    int place = -1;
                    for (int i = rows.Start(o); i < rows.Start(o) + (rows.Kernel * rows.Dilation); i += rows.Dilation)
                    {
                        for (int j = columns.Start(q); j < columns.Start(q) + (columns.Kernel * columns.Dilation); j += columns.Dilation)
                        {
                            if (i < 0 || i >= rows.Inputs || j < 0 || j >= columns.Inputs)
                                continue;
                            T value = plane[(i * columns.Inputs) + j];
                            if (place < 0 || value > largest || (T.IsNaN(value) && !T.IsNaN(largest)))
                                (largest, place) = (value, (i * columns.Inputs) + j);
                        }
                    }

                    y[at] = largest;
                    places[at] = T.CreateChecked(place);
                }
            }
        }
    }
}
