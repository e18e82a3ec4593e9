
namespace GanFromScratch.Layers;

/// <summary>
/// A number for each direction of an image, height and width. One number sets both: <c>stride: 2</c>, or <c>stride: (2, 1)</c>.
/// </summary>
public readonly record struct Pair(int H, int W)
{
    public static implicit operator Pair(int both) => new(both, both);

    public static implicit operator Pair((int H, int W) each) => new(each.H, each.W);

    public static Pair FromInt32(int both) => both;

    public static Pair FromValueTuple((int H, int W) each) => each;

    /// <summary>Short if both are the same: <c>5</c>, else <c>5×3</c>.</summary>
    public override string ToString() => H == W ? $"{H}" : $"{H}×{W}";
}
