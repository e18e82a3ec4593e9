using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>A CSV that lists images, see <see cref="CsvImageList"/>.</summary>
public sealed class CsvListForm : DataForm
{
    /// <inheritdoc/>
    public override string Name => "csv-list";

    /// <inheritdoc/>
    public override string Description => "a CSV that lists images, with a column filename and, for classes, label";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (path.IsFile && path.EndsWith(".csv") && !PixelCsv.Begins(path.Text)) ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CsvImageList.Load(path.Text, target, reading);
    }
}
