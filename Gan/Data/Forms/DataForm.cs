using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// A form in which people keep images: how a path of the form is recognised, and how it is read. A new form is one file with one class,
/// here or in a program that references this one.
/// </summary>
public abstract class DataForm : ICatalogEntry
{
    /// <summary>All forms.</summary>
    public static Catalog<DataForm> Catalog { get; } = new("form of data", "folder");

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>What a file or a folder of the form holds, for the help.</summary>
    public abstract string Description { get; }

    /// <summary>How much a path looks like this form, by names and the beginnings of files.</summary>
    public abstract Likeness LikenessOf(DataPath path);

    /// <summary>The names of the splits that there are, such as "train" and "test"; none where the data is whole.</summary>
    /// <exception cref="InputException">The path names several data sets.</exception>
    public virtual IReadOnlyList<string> SplitsOf(DataPath path) => [];

    /// <summary>Reads the images.</summary>
    /// <param name="path">Recognised before.</param>
    /// <param name="split">One of <see cref="SplitsOf"/>; null where there are none.</param>
    /// <param name="target">The format to convert to, given that of the first image without alpha; null keeps that one.</param>
    /// <param name="reading">How they are read.</param>
    /// <exception cref="InputException">They cannot be read; one sentence says why.</exception>
    public abstract ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading);

    /// <summary>The form of a path; null: nothing is there.</summary>
    internal static DataForm? Of(DataPath path)
    {
        DataForm? otherwise = null;
        foreach (DataForm form in Catalog.All)
        {
            Likeness likeness = form.LikenessOf(path);
            if (likeness == Likeness.Alike)
                return form;
            otherwise ??= likeness == Likeness.Otherwise ? form : null;
        }

        return otherwise;
    }
}

/// <summary>How much a path looks like a form.</summary>
public enum Likeness
{
    None,

    /// <summary>It is read so if it is like no form; the error then tells best what is expected.</summary>
    Otherwise,
    Alike,
}

/// <summary>A path that a user gave for data, with what forms look at: what lies there, and how it begins.</summary>
public sealed class DataPath
{
    private const int BeginningBytes = 512;

    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = false };

    private readonly Lazy<byte[]> beginning, unpacked;

    internal DataPath(string text)
    {
        Text = text;
        Kind = FileKinds.Of(text);
        beginning = new(() => IsFile ? InputFile.ReadBeginning(text, BeginningBytes) : []);
        unpacked = new(() => GzipFile.IsGzip(Beginning) ? GzipFile.ReadBeginning(text, BeginningBytes) : beginning.Value);
    }

    /// <summary>As the user gave it.</summary>
    public string Text { get; }

    /// <summary>What lies there.</summary>
    public FileKind Kind { get; }

    public bool IsFolder => Kind == FileKind.Folder;

    public bool IsFile => Kind == FileKind.RegularFile;

    /// <summary>The first 512 bytes of a file, or fewer.</summary>
    public ReadOnlySpan<byte> Beginning => beginning.Value;

    /// <summary>The same of what a gzip file unpacks to; empty where it cannot be unpacked.</summary>
    public ReadOnlySpan<byte> UnpackedBeginning => unpacked.Value;

    /// <summary>Whether the file's name ends so, in small letters or capitals.</summary>
    public bool EndsWith(string ending) => Text.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Some files of a folder that are not hidden, in ordinal order of their names; empty of what is no folder.</summary>
    /// <param name="wanted">Which; a folder may hold very many others.</param>
    /// <exception cref="InputException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> FilesIn(string folder, Func<string, bool> wanted) =>
        Listed(folder, () => Directory.EnumerateFiles(folder, "*", Visible).Where(wanted).Order(StringComparer.Ordinal).ToArray()) ?? [];

    /// <summary>Whether a folder has such a file; it is listed only as far as the first.</summary>
    /// <exception cref="InputException">The folder cannot be listed.</exception>
    public static bool HasFile(string folder, Func<string, bool> wanted) =>
        Listed(folder, () => Directory.EnumerateFiles(folder, "*", Visible).Any(wanted));

    /// <summary>The sub-folders of a folder that are not hidden, in ordinal order of their names; empty of what is no folder.</summary>
    /// <exception cref="InputException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        Listed(folder, () => Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal).ToArray()) ?? [];

    private static T? Listed<T>(string folder, Func<T> list)
    {
        try
        {
            return Directory.Exists(folder) ? list() : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ImageFolder.Unlisted(folder, error);
        }
    }
}
