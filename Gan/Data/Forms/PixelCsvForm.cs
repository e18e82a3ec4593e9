using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>A CSV of pixels, see <see cref="PixelCsv"/>.</summary>
public sealed class PixelCsvForm : DataForm
{
    /// <inheritdoc/>
    public override string Name => "csv-pixels";

    /// <inheritdoc/>
    public override string Description => "a CSV of pixels, label,pixel0,pixel1,… in each line, with or without header and label";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (path.IsFile && path.EndsWith(".csv") && PixelCsv.Begins(path.Text)) ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(reading);
        using var pixels = new PixelCsv(path.Text, reading);
        ImageSet images = PixelReader.Load(
            path.Text, pixels, pixels.Labels, classNames: null, target, reading, [.. pixels.Notes],
            transposed: reading.Transpose == Transposing.True);
        return images;
    }
}
