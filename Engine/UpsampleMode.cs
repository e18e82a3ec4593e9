namespace GanFromScratch.Engine;

/// <summary>The interpolation of a resized image; see <see cref="Tensor.Upsample"/>.</summary>
public enum UpsampleMode
{
    /// <summary>Each pixel is a copy of one input pixel.</summary>
    Nearest,

    /// <summary>Each pixel is a weighted mean of the four input pixels around its position.</summary>
    Bilinear,
}
