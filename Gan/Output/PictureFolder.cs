using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Output;

/// <summary>A folder that gets pictures of single samples: sample-00000.png, or sample-00000/frame-1.png of clips.</summary>
/// <param name="Path">Of the folder.</param>
/// <param name="Format">One of <see cref="PictureFile.Formats"/>.</param>
/// <param name="First">Number of the first sample.</param>
internal sealed record PictureFolder(string Path, string Format, int First)
{
    private const string Prefix = "sample-";

    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"];

    /// <summary>A folder to write into; one that holds pictures already is refused unless it is said what becomes of them.</summary>
    /// <param name="what">What names it, for the error: "--png out".</param>
    /// <param name="append">New numbers follow the largest there is.</param>
    /// <param name="overwrite">Pictures of the same names are replaced.</param>
    /// <exception cref="InputException">It holds pictures, and neither is said.</exception>
    public static PictureFolder Open(string path, string format, string what, bool append, bool overwrite)
    {
        if (!Directory.Exists(path))
            return new(path, format, 0);
        string[] names = [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Where(IsPicture).Select(entry => entry.Name)];
        if (names.Length > 0 && !append && !overwrite)
            throw new InputException(
                $"{what} holds {names.Length:N0} {(names.Length == 1 ? "picture" : "pictures")} already; choose another folder, add to "
                + "them by --append, or replace those of the same names by --overwrite.");
        return new(path, format, append ? names.Select(NumberOf).Append(-1).Max() + 1 : 0);
    }

    /// <summary>Writes the picture of a sample, or a frame of it.</summary>
    /// <param name="sample">Counted from 0.</param>
    /// <param name="frame">Counted from 1; null for a sample of one image.</param>
    public void Write(int sample, int? frame, Bitmap picture)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{First + sample:00000}");
        if (frame is int number)
            name = System.IO.Path.Combine(name, string.Create(CultureInfo.InvariantCulture, $"frame-{number}"));
        PictureFile.Write(System.IO.Path.Combine(Path, $"{name}.{Format}"), picture);
    }

    private static bool IsPicture(FileSystemInfo entry) => entry is DirectoryInfo
        ? entry.Name.StartsWith(Prefix, StringComparison.Ordinal)
        : Pictures.Contains(entry.Extension.ToLowerInvariant());

    /// <summary>Of a sample that was written here; −1 for another picture.</summary>
    private static int NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : -1;
}
