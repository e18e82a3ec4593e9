using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Base class of <see cref="ReflectionPad2d"/> and <see cref="ReplicationPad2d"/>: pads images with pixels of their own. Shapes: x (N, C,
/// H, W), y (N, C, top + H + bottom, left + W + right).
/// </summary>
public abstract class Pad2d : Module
{
    private readonly Padding padding;
    private readonly PadMode mode;

    private protected Pad2d(Padding padding, PadMode mode)
    {
        if (padding.IsSame)
            throw new ArgumentException("Padding.Same is for convolutions; expected numbers of pixels.", nameof(padding));
        if (Math.Min(Math.Min(padding.Top, padding.Bottom), Math.Min(padding.Left, padding.Right)) < 0)
            throw new ArgumentOutOfRangeException(nameof(padding), padding, "Padding cannot be negative.");
        this.padding = padding;
        this.mode = mode;
    }

    public sealed override string Description => $"{GetType().Name} {padding}";

    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Pad2d(padding.Top, padding.Bottom, padding.Left, padding.Right, mode);
    }

    public sealed override Shape OutputShape(Shape input)
    {
        // A reflection does not repeat the border pixel, so the image must be larger than the padding.
        bool reflects = mode == PadMode.Reflect;
        int leastH = reflects ? Math.Max(padding.Top, padding.Bottom) + 1 : 1;
        int leastW = reflects ? Math.Max(padding.Left, padding.Right) + 1 : 1;
        return input.Rank == 4 && input[2] >= leastH && input[3] >= leastW
            ? [input[0], input[1], padding.Top + input[2] + padding.Bottom, padding.Left + input[3] + padding.Right]
            : throw WrongInput($"(N, C, H, W) with at least {leastH}×{leastW} pixels", input);
    }
}
