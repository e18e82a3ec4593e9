using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The style vectors of a batch, for one layer or for several that share them. Each such layer is given this object when it is made and
/// reads <see cref="Current"/> in every forward pass; so <see cref="Module.Forward"/> keeps its one input. <see cref="StyleInput"/> sets
/// the styles of a network.
/// </summary>
/// <param name="size">Length W of a style vector, at least 1.</param>
public sealed class Style(int size)
{
    /// <summary>Length W of a style vector.</summary>
    public int Size { get; } = size;

    /// <summary>The style of each sample of the next batch, (N, W).</summary>
    public Tensor? Current { get; set; }

    /// <summary>The styles of a batch.</summary>
    /// <param name="samples">N.</param>
    /// <exception cref="InvalidOperationException">None are set.</exception>
    /// <exception cref="ShapeException">They are not (N, W).</exception>
    public Tensor Of(int samples)
    {
        Tensor styles = Current ?? throw new InvalidOperationException("Set Style.Current before a layer with a style is applied.");
        return styles.Shape == [samples, Size]
            ? styles
            : throw new ShapeException(
                $"A batch of {samples} samples needs styles of shape ({samples}, {Size}), got {styles.Shape}.");
    }
}
