
namespace GanFromScratch.Layers;

/// <summary>
/// Pixels around an image, zeros for a convolution: the same on all sides (<c>padding: 1</c>), by direction (<c>padding: (1, 0)</c>), by
/// side, or <see cref="Same"/>.
/// </summary>
public readonly record struct Padding(int Top, int Bottom, int Left, int Right)
{
    public static implicit operator Padding(int all) => new(all, all, all, all);

    public static implicit operator Padding((int H, int W) each) => new(each.H, each.H, each.W, each.W);

    /// <summary>
    /// Keras' "same": the padding that makes a convolution's output ⌈size/stride⌉ pixels long, and a transposed convolution's size·stride.
    /// It depends on the image size. If the number of zeros is odd, the extra one goes below and to the right: a kernel of 5 with stride 2
    /// has one before an image of even size and two after it.
    /// </summary>
    public static Padding Same { get; } = new() { IsSame = true };

    /// <summary>Whether this is <see cref="Same"/>; the numbers mean nothing then.</summary>
    public bool IsSame { get; private init; }

    public static Padding FromInt32(int all) => all;

    public static Padding FromValueTuple((int H, int W) each) => each;

    /// <summary>The shortest form: <c>same</c>, <c>1</c>, <c>1×0</c>, <c>1,2,1,2</c> (top, bottom, left, right).</summary>
    public override string ToString() =>
        IsSame ? "same"
        : Top == Bottom && Left == Right ? new Pair(Top, Left).ToString()
        : $"{Top},{Bottom},{Left},{Right}";
}
