namespace GanFromScratch.Engine;

/// <summary>How an image of another size is made; see <see cref="Tensor.Upsample"/>.</summary>
public enum UpsampleMode
{
    /// <summary>Each pixel is one of the old ones.</summary>
    Nearest,

    /// <summary>Each pixel is a mixture of the four around its place.</summary>
    Bilinear,
}
