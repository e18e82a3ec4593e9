using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>The definition of <see cref="Conv2d"/>.</summary>
internal static class Conv2dReference
{
    public static void Run<T, TActivation>(
        Conv2d sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y, TActivation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TActivation : unmanaged, IUnaryFormula
    {
        int i = 0;
        for (int n = 0; n < sizes.N; n++)
        {
            for (int o = 0; o < sizes.O; o++)
            {
                for (int oy = 0; oy < sizes.OutH; oy++)
                {
                    for (int ox = 0; ox < sizes.OutW; ox++)
                        y[i++] = activation.Value<Scalar<T>>(Sum(sizes, x, w, n, o, oy, ox) + (bias.IsEmpty ? T.Zero : bias[o])).Value;
                }
            }
        }
    }

    private static T Sum<T>(Conv2d sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> w, int n, int o, int oy, int ox)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        int firstChannel = o / sizes.GroupO * sizes.GroupC;
        for (int c = 0; c < sizes.GroupC; c++)
        {
            for (int ky = 0; ky < sizes.KH; ky++)
            {
                for (int kx = 0; kx < sizes.KW; kx++)
                {
                    int iy = (oy * sizes.Options.StrideH) + (ky * sizes.Options.DilationH) - sizes.Options.PaddingTop;
                    int ix = (ox * sizes.Options.StrideW) + (kx * sizes.Options.DilationW) - sizes.Options.PaddingLeft;
                    if ((uint)iy < (uint)sizes.H && (uint)ix < (uint)sizes.W)
                    {
                        sum += x[(((((n * sizes.C) + firstChannel + c) * sizes.H) + iy) * sizes.W) + ix]
                            * w[(((((o * sizes.GroupC) + c) * sizes.KH) + ky) * sizes.KW) + kx];
                    }
                }
            }
        }

        return sum;
    }
}
