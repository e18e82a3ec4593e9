using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>The bias of a convolution, a number per channel of an image (N, C, H, W).</summary>
internal static class ChannelBias
{
    public static void Check(string op, Tensor? bias, int channels, Shape weight)
    {
        if (bias != null && bias.Shape != [channels])
            throw new ShapeException($"{op}: the bias for weights {weight} must have shape ({channels}), got {bias.Shape}.");
    }

    /// <summary>
    /// Σ dz over images and pixels; for a parameter it is written (or added) directly to its gradient, and nothing is returned.
    /// </summary>
    public static Tensor? Gradient(Tensor bias, Tensor dz)
    {
        if (!BackwardPass.MayWriteInto(bias))
            return dz.Sum([0, 2, 3]);
        (int N, int C) = (dz.Shape[0], dz.Shape[1]);
        Tensor images = Tensor.Allocate(dz.Device, [N, C]);
        new Reduce(N * C, dz.Shape[2] * dz.Shape[3], 1).Run<SumReduction>(dz.View, images.View);
        Devices.BufferView slot = bias.TakeGradientSlot(out bool accumulate);
        new Reduce(1, N, C, Accumulate: accumulate).Run<SumReduction>(images.View, slot);
        images.Dispose();
        return null;
    }
}
