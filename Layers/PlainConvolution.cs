using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Layers;

/// <summary>Base class of <see cref="Conv2d"/> and <see cref="Conv1d"/>, which differ only in their shapes.</summary>
public abstract class PlainConvolution : Convolution
{
    private protected PlainConvolution(Geometry g, RandomSource random, bool bias, Initializer? weights, Initializer? biases)
        : base(g, [g.Outputs, g.Inputs / g.Groups], random, bias, weights, biases)
    {
    }

    public sealed override int OutputAxis => 0;

    private protected sealed override Pair OutputSize(int height, int width, Shape input)
    {
        Padding around = PaddingOf(height, width);
        long paddedH = (long)height + around.Top + around.Bottom, paddedW = (long)width + around.Left + around.Right;
        if (paddedH < Span.H || paddedW < Span.W)
        {
            int leastH = Math.Max(Span.H - around.Top - around.Bottom, 1), leastW = Math.Max(Span.W - around.Left - around.Right, 1);
            throw WrongInput($"with at least {Words(leastH, leastW)}, which its kernel spans", input);
        }

        return ((int)((paddedH - Span.H) / Stride.H) + 1, (int)((paddedW - Span.W) / Stride.W) + 1);
    }

    private protected sealed override Tensor Apply<TFormula>(
        Tensor x, Tensor weight, Tensor? bias, Conv2dOptions options, TFormula activation) =>
        x.Conv2d(weight, bias, options, activation);

    /// <summary>
    /// ⌈size/stride⌉ outputs: the last kernel position begins (outputs − 1)·stride after the first and must end within the padded image.
    /// </summary>
    private protected sealed override int SamePadding(int size, int stride, int span) =>
        Math.Max((((size - 1) / stride) * stride) + span - size, 0);
}
