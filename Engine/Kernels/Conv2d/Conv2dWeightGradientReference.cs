using System.Numerics;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>The definition of <see cref="Conv2dWeightGradient"/>.</summary>
internal static class Conv2dWeightGradientReference
{
    public static void Run<T>(Conv2d sizes, bool accumulate, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (int o = 0; o < sizes.O; o++)
        {
            for (int c = 0; c < sizes.GroupC; c++)
            {
                for (int ky = 0; ky < sizes.KH; ky++)
                {
                    for (int kx = 0; kx < sizes.KW; kx++, i++)
                    {
                        T sum = Sum(sizes, x, dy, o, (o / sizes.GroupO * sizes.GroupC) + c, ky, kx);
                        dw[i] = accumulate ? dw[i] + sum : sum;
                    }
                }
            }
        }
    }

    private static T Sum<T>(Conv2d sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, int o, int c, int ky, int kx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int n = 0; n < sizes.N; n++)
        {
            for (int oy = 0; oy < sizes.OutH; oy++)
            {
                for (int ox = 0; ox < sizes.OutW; ox++)
                {
                    int iy = (oy * sizes.Options.StrideH) + (ky * sizes.Options.DilationH) - sizes.Options.PaddingTop;
                    int ix = (ox * sizes.Options.StrideW) + (kx * sizes.Options.DilationW) - sizes.Options.PaddingLeft;
                    if ((uint)iy < (uint)sizes.H && (uint)ix < (uint)sizes.W)
                    {
                        sum += dy[(((((n * sizes.O) + o) * sizes.OutH) + oy) * sizes.OutW) + ox]
                            * x[(((((n * sizes.C) + c) * sizes.H) + iy) * sizes.W) + ix];
                    }
                }
            }
        }

        return sum;
    }
}
