namespace GanFromScratch.Gan.Data.Images;

/// <summary>How files of images are read.</summary>
/// <param name="Background">What transparent pixels are laid on.</param>
/// <param name="SkipBad">Damaged images are skipped and counted, instead of being an error.</param>
public sealed record ImageReading(Background Background, bool SkipBad)
{
    public static ImageReading Default { get; } = new(Background.Default, SkipBad: false);
}
