namespace GanFromScratch.Gan.Data.Images;

/// <summary>How images are read.</summary>
/// <param name="Background">What transparent pixels are laid on.</param>
/// <param name="SkipBad">Damaged images are skipped and counted, instead of being an error.</param>
public sealed record ImageReading(Background Background, bool SkipBad)
{
    public static ImageReading Default { get; } = new(Background.Default, SkipBad: false);

    /// <summary>What becomes of images of other proportions.</summary>
    public Fit Fit { get; init; }

    /// <summary>The split to read, or <see cref="Forms.Splits.Auto"/> for the one that the part of the data asks for.</summary>
    public string Split { get; init; } = Forms.Splits.Auto;

    /// <summary>Whether the rows and columns of stored pixels change places.</summary>
    public Transposing Transpose { get; init; }

    /// <summary>Rows of an image, for a form that has only a list of pixels; 0 for a square.</summary>
    public int Height { get; init; }

    /// <summary>Channels of an image, for a form that has only a list of pixels; 0 for what fits.</summary>
    public int Channels { get; init; }
}

/// <summary>Whether the rows and columns of stored pixels change places.</summary>
public enum Transposing
{
    /// <summary>Those of EMNIST do, whose files hold each letter with rows and columns exchanged.</summary>
    Auto,
    True,
    False,
}
