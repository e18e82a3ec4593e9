using System.Numerics;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>The definition of <see cref="Resample{TAxis}"/>.</summary>
internal static class ResampleReference
{
    public static void Run<T, TAxis>(Resample<TAxis> sizes, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAxis : unmanaged, IResampling
    {
        (TAxis rows, TAxis columns) = (sizes.Rows, sizes.Columns);
        for (int p = 0; p < sizes.Planes; p++)
        {
            for (int o = 0; o < rows.Outputs; o++)
            {
                for (int q = 0; q < columns.Outputs; q++)
                {
                    T sum = T.Zero;
                    for (int j = columns.First(q); j < columns.End(q); j++)
                    {
                        T column = T.Zero;
                        for (int i = rows.First(o); i < rows.End(o); i++)
                            column += Weight(rows, o, i) * x[(((p * rows.Inputs) + i) * columns.Inputs) + j];
                        sum += Weight(columns, q, j) * column;
                    }

                    y[(((p * rows.Outputs) + o) * columns.Outputs) + q] = sum;
                }
            }
        }

        static T Weight(TAxis axis, int output, int input) =>
            T.CreateChecked(axis.Parts(output, input)) / T.CreateChecked(axis.Whole(output, input));
    }
}
