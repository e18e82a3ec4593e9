using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>The definition of <see cref="Conv2dInputGradient"/>.</summary>
internal static class Conv2dInputGradientReference
{
    public static void Run<T, TActivation>(
        Conv2d sizes, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> dx, TActivation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : unmanaged, IUnaryFormula
    {
        int i = 0;
        for (int n = 0; n < sizes.N; n++)
        {
            for (int c = 0; c < sizes.C; c++)
            {
                for (int iy = 0; iy < sizes.H; iy++)
                {
                    for (int ix = 0; ix < sizes.W; ix++)
                        dx[i++] = activation.Value<Scalar<T>>(Sum(sizes, dy, w, n, c, iy, ix) + (bias.IsEmpty ? T.Zero : bias[c])).Value;
                }
            }
        }
    }

    private static T Sum<T>(Conv2d sizes, ReadOnlySpan<T> dy, ReadOnlySpan<T> w, int n, int c, int iy, int ix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        Conv2dOptions options = sizes.Options;
        (int group, int channel) = Math.DivRem(c, sizes.GroupC);
        for (int o = group * sizes.GroupO; o < (group + 1) * sizes.GroupO; o++)
        {
            for (int ky = 0; ky < sizes.KH; ky++)
            {
                for (int kx = 0; kx < sizes.KW; kx++)
                {
                    (int oy, int betweenRows) = Math.DivRem(iy + options.PaddingTop - (ky * options.DilationH), options.StrideH);
                    (int ox, int betweenColumns) = Math.DivRem(ix + options.PaddingLeft - (kx * options.DilationW), options.StrideW);
                    if (betweenRows == 0 && betweenColumns == 0 && (uint)oy < (uint)sizes.OutH && (uint)ox < (uint)sizes.OutW)
                    {
                        sum += dy[(((((n * sizes.O) + o) * sizes.OutH) + oy) * sizes.OutW) + ox]
                            * w[(((((o * sizes.GroupC) + channel) * sizes.KH) + ky) * sizes.KW) + kx];
                    }
                }
            }
        }

        return sum;
    }
}
