using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Layers;

/// <summary>Base class of <see cref="ConvTranspose2d"/> and <see cref="ConvTranspose1d"/>, which differ only in their shapes.</summary>
public abstract class TransposedConvolution : Convolution
{
    private readonly Pair outputPadding;
    private readonly bool same;

    private protected TransposedConvolution(
        Geometry g, Pair outputPadding, RandomSource random, bool bias, Initializer? weights, Initializer? biases)
        : base(g, [g.Inputs, g.Outputs / g.Groups], random, bias, weights, biases)
    {
        same = g.Padding.IsSame;
        if (same && outputPadding != 0)
            throw new ArgumentException(
                $"Padding.Same decides the size of the output, got an output padding of {Short(outputPadding)} as well; leave one out.",
                nameof(outputPadding));
        if (outputPadding.H < 0 || outputPadding.W < 0 || outputPadding.H >= Stride.H || outputPadding.W >= Stride.W)
            throw new ArgumentOutOfRangeException(
                nameof(outputPadding), outputPadding, $"Expected less than the stride {Short(Stride)}, and nothing negative.");

        // A kernel shorter than the stride leaves gaps; "same" padding fills the last gap too.
        this.outputPadding = same ? new Pair(Math.Max(Stride.H - Span.H, 0), Math.Max(Stride.W - Span.W, 0)) : outputPadding;
    }

    public sealed override int OutputAxis => 1;

    public sealed override string Description => base.Description + (same || outputPadding == 0 ? "" : $" o{Short(outputPadding)}");

    private protected sealed override Pair OutputSize(int height, int width, Shape input)
    {
        Padding around = PaddingOf(height, width);
        long fullH = Enlarged(height, Stride.H, Span.H, outputPadding.H), fullW = Enlarged(width, Stride.W, Span.W, outputPadding.W);
        Pair cut = (around.Top + around.Bottom, around.Left + around.Right);
        if (fullH <= cut.H || fullW <= cut.W || fullH - cut.H > int.MaxValue || fullW - cut.W > int.MaxValue)
            throw WrongInput($"of which more is left than its padding takes away ({Words(cut.H, cut.W)} of {Words(fullH, fullW)})", input);
        return ((int)(fullH - cut.H), (int)(fullW - cut.W));
    }

    private protected sealed override Tensor Apply<TFormula>(
        Tensor x, Tensor weight, Tensor? bias, Conv2dOptions options, TFormula activation) =>
        x.ConvTranspose2d(weight, bias, options, (outputPadding.H, outputPadding.W), activation);

    /// <summary>Of the (size − 1)·stride + span pixels, size·stride remain.</summary>
    private protected sealed override int SamePadding(int size, int stride, int span) => Math.Max(span - stride, 0);

    private static long Enlarged(int size, int stride, int span, int more) => ((size - 1L) * stride) + span + more;
}
