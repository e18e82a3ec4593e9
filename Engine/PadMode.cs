namespace GanFromScratch.Engine;

/// <summary>The pixels around a padded image; see <see cref="Tensor.Pad2d"/>.</summary>
public enum PadMode
{
    /// <summary>The image mirrored at its border pixels, which are not repeated.</summary>
    Reflect,

    /// <summary>The border pixels repeated.</summary>
    Replicate,
}
