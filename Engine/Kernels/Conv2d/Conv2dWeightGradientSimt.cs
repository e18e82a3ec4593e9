using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary><see cref="Conv2dWeightGradient"/> on a GPU.</summary>
internal static partial class Conv2dWeightGradientSimt
{
    public static void Run(SimtDevice device, Conv2d sizes, bool accumulate, BufferView x, BufferView dy, BufferView dw)
    {
        var walk = new WeightWalk(sizes, accumulate);
        Element(device, Division.Groups(dw.Length), x, dy, dw, walk);
    }

    [Kernel(1, "a weight an item")]
    internal static void Element(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightWalk walk)
    {
        int index = Grid.GlobalIndex.X;
        if (index < dw.IntLength)
        {
            int o = index / walk.Weights, weight = index % walk.Weights, c = weight / walk.Taps, tap = weight % walk.Taps;
            int channel = (o / walk.GroupO * walk.GroupC) + c, ky = tap / walk.KW, kx = tap % walk.KW;
            float sum = 0;
            for (int n = 0; n < walk.N; n++)
            {
                int image = ((n * walk.C) + channel) * walk.H * walk.W, at = ((n * walk.O) + o) * walk.OutH * walk.OutW;
                for (int oy = 0; oy < walk.OutH; oy++)
                {
                    int iy = (oy * walk.StrideH) + (ky * walk.DilationH) - walk.Top;
                    for (int ox = 0; ox < walk.OutW; ox++, at++)
                    {
                        int ix = (ox * walk.StrideW) + (kx * walk.DilationW) - walk.Left;
                        if (iy >= 0 && iy < walk.H && ix >= 0 && ix < walk.W)
                            sum = MathF.FusedMultiplyAdd(dy[at], x[image + (iy * walk.W) + ix], sum);
                    }
                }
            }

            dw[index] = walk.Accumulate ? dw[index] + sum : sum;
        }
    }
}
