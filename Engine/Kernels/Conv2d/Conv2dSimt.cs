using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary><see cref="Conv2d"/> and its transpose, <see cref="Conv2dInputGradient"/>.</summary>
internal static partial class Conv2dSimt
{
    public static void Run<TActivation>(
        SimtDevice device, Conv2d sizes, bool transposed, BufferView source, BufferView weights, BufferView? bias, BufferView target, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (device.Traits.IsProcessor)
        {
            Conv2dPanelsSimt.Run(device, sizes, transposed, source, weights, bias, target, activation);
            return;
        }

        var walk = new Conv2dWalk(sizes, transposed);
        (TapAxis axisY, TapAxis axisX) = Conv2dSides.Of(sizes, transposed).Axes(sizes);
        Element(device, Division.Groups(walk.Length), source, weights, bias, target, walk, axisY, axisX, activation);
    }

    [Kernel(1, "a pixel of a channel an item")]
    internal static void Element<TActivation>(
        ArrayView<float> source, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> target,
        Conv2dWalk walk, TapAxis axisY, TapAxis axisX, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        int index = Grid.GlobalIndex.X;
        if (index < target.IntLength)
        {
            int line = index / walk.TargetW, image = line / walk.TargetH, channels = walk.Groups * walk.Rows;
            int n = image / channels, channel = image % channels, group = channel / walk.Rows, row = channel % walk.Rows;
            TapRange y = axisY.Of(line % walk.TargetH), x = axisX.Of(index % walk.TargetW);
            float sum = 0;
            for (int step = 0; step < walk.Steps; step++)
            {
                int pixels = walk.SourceAt(n, group, step), taps = walk.WeightsAt(group, row, step);
                for (int i = 0; i < y.Count; i++)
                {
                    int from = pixels + ((y.Pixel + (i * y.PixelStep)) * walk.SourceW) + x.Pixel;
                    int weight = taps + ((y.First + (i * y.TapStep)) * walk.KW) + x.First;
                    for (int j = 0; j < x.Count; j++)
                        sum = MathF.FusedMultiplyAdd(source[from + (j * x.PixelStep)], weights[weight + (j * x.TapStep)], sum);
                }
            }

            if (bias.IntLength > 0)
                sum += bias[channel];
            target[index] = activation.Value<Lane>(sum).Value;
        }
    }
}
