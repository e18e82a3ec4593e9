using System.Text.Json;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;
using Parquet;
using Parquet.Schema;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// Parquet files with the bytes of image files, as data hubs publish them: a column image, of bytes or with a field bytes, and a column
/// label of whole numbers. One file, or a folder of train-*.parquet and test-*.parquet, themselves or in a folder data.
/// </summary>
public sealed class ParquetForm : DataForm
{
    private const string Ending = ".parquet";

    /// <inheritdoc/>
    public override string Name => "parquet";

    /// <inheritdoc/>
    public override string Description =>
        "parquet files with columns image and label, as of data hubs; a folder of train-*.parquet and test-*.parquet";

    /// <inheritdoc/>
    public override Likeness LikenessOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool alike = path.IsFolder
            ? ShardsIn(path.Text).Count > 0 : path.Beginning.StartsWith("PAR1"u8) || (path.IsFile && path.EndsWith(Ending));
        return alike ? Likeness.Alike : Likeness.None;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitsOf(DataPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IsFolder ? [.. ShardsIn(path.Text).Select(SplitOf).OfType<string>().Distinct()] : [];
    }

    /// <inheritdoc/>
    public override ImageSet Load(DataPath path, string? split, Func<ImageFormat, ImageFormat>? target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] shards = path.IsFolder ? [.. ShardsIn(path.Text).Where(shard => SplitOf(shard) == split)] : [path.Text];
        var images = new ParquetImages(shards);
        List<string> notes = shards.Length > 1 ? [$"{shards.Length:N0} parquet files read"] : [];
        return new ImageFiles(path.Text, images, reading).Load(target, images.Labels, images.ClassNames, notes);
    }

    private static string? SplitOf(string shard) => Splits.In(Path.GetFileNameWithoutExtension(shard));

    private static List<string> ShardsIn(string folder)
    {
        foreach (string place in new[] { folder, Path.Combine(folder, "data") }.Concat(DataPath.FoldersIn(folder)))
        {
            List<string> shards = [.. DataPath.FilesIn(place, file => file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))];
            if (shards.Count > 0)
                return shards;
        }

        return [];
    }
}

/// <summary>The images in parquet files, one group of rows after the other.</summary>
internal sealed class ParquetImages : IEncodedImages
{
    /// <summary>Of a group's column of images.</summary>
    private const long MostGroupBytes = 1L << 29;

    private static readonly string[] ImageNames = ["image", "img", "picture", "photo", "jpg", "png"];

    private static readonly string[] LabelNames = ["label", "labels", "class", "target", "fine_label"];

    private readonly string[] shards;

    /// <exception cref="InputException">A file cannot be read, or has no such columns.</exception>
    public ParquetImages(string[] shards)
    {
        this.shards = shards;
        var labels = new List<int>();
        bool labelled = true;
        foreach (string shard in shards)
        {
            Read(shard, reader =>
            {
                DataField? column = LabelsOf(reader);
                ClassNames ??= column == null ? null : NamesIn(reader, column.Name);
                labelled &= column != null;
                for (int g = 0; g < reader.RowGroupCount; g++)
                {
                    using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                    int rows = RowsOf(group, shard);
                    Count = checked(Count + rows);
                    if (column != null && labelled)
                        labels.AddRange(Whole(group, column, rows, shard));
                }

                return 0;
            });
        }

        // Hubs write −1 for the labels of a test part that are not published.
        labelled &= labels.Exists(label => label >= 0);
        if (labelled && labels.FindIndex(label => label < 0) is >= 0 and int missing)
            throw new InputException(
                $"Cannot read {shards[0]}: label {missing + 1:N0} is {labels[missing]}, expected 0 to 9,999; choose labelled data, or "
                + "correct it.");
        Labels = labelled ? [.. labels] : null;
        ClassNames = labelled && ClassNames?.Count > labels.Max() ? ClassNames : null;
    }

    public int Count { get; private set; }

    /// <summary>One for each image; null where a file has none.</summary>
    public int[]? Labels { get; }

    /// <summary>The names of the classes, where the file tells them as data hubs do.</summary>
    public IReadOnlyList<string>? ClassNames { get; private set; }

    public IEnumerable<IReadOnlyList<EncodedImage>> Pieces()
    {
        foreach (string shard in shards)
        {
            int groups = Read(shard, reader => reader.RowGroupCount), first = 0;
            for (int g = 0; g < groups; g++)
            {
                EncodedImage[] images = Read(shard, reader =>
                {
                    DataField column = ImagesOf(reader, shard);
                    using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                    byte[]?[] bytes = new byte[]?[RowsOf(group, shard)];
                    CheckSize(group, column, shard);
                    group.ReadAsync(column, bytes.AsMemory()!).AsTask().GetAwaiter().GetResult();
                    return Array.ConvertAll(
                        [.. Enumerable.Range(0, bytes.Length)], i => new EncodedImage($"{shard} row {first + i + 1:N0}", bytes[i] ?? []));
                });
                first += images.Length;
                yield return images;
            }
        }
    }

    private static T Read<T>(string shard, Func<ParquetReader, T> use)
    {
        using FileStream file = InputFile.Open(shard);
        try
        {
            ParquetReader reader = ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult();
            T result = use(reader);
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return result;
        }
        catch (Exception error) when (error is not InputException)
        {
            // The reader throws many kinds of exceptions on invalid bytes; none of them is a bug of this program.
            throw Damaged(shard, "it is damaged, or packed in a way that is not known", error);
        }
    }

    private static DataField ImagesOf(ParquetReader reader, string shard)
    {
        DataField[] all = reader.Schema.GetDataFields();
        DataField[] binary = [.. all.Where(field => field.ClrType == typeof(ReadOnlyMemory<byte>) && field.MaxRepetitionLevel == 0)];
        return binary.OrderBy(field => Rank(field)).FirstOrDefault(field => Rank(field) < ImageNames.Length)
            ?? (binary.Length == 1 ? binary[0] : throw new InputException(
                $"{shard} has the columns {PlainText.Short(string.Join(", ", all.Select(f => f.Path.ToString())))}, "
                + "expected one called image, of the bytes of image files; rename it."));

        static int Rank(DataField field)
        {
            int rank = Array.IndexOf(ImageNames, field.Path.FirstPart?.ToLowerInvariant());
            return rank < 0 ? ImageNames.Length : rank;
        }
    }

    private static DataField? LabelsOf(ParquetReader reader) => reader.Schema.GetDataFields()
        .Where(field => field.Path.Length == 1 && field.MaxRepetitionLevel == 0 && field.ClrType is Type type
            && (type == typeof(long) || type == typeof(int) || type == typeof(short) || type == typeof(byte) || type == typeof(sbyte)))
        .Where(field => LabelNames.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
        .OrderBy(field => Array.IndexOf(LabelNames, field.Name.ToLowerInvariant())).FirstOrDefault();

    private static int RowsOf(ParquetRowGroupReader group, string shard) => group.RowCount is >= 0 and <= 1 << 24
        ? (int)group.RowCount
        : throw Damaged(shard, $"a group of it claims {group.RowCount:N0} rows");

    private static void CheckSize(ParquetRowGroupReader group, DataField column, string shard)
    {
        long bytes = group.GetMetadata(column)?.MetaData?.TotalUncompressedSize ?? 0;
        if (bytes is < 0 or > MostGroupBytes)
            throw new InputException(
                $"Cannot read {shard}: a group of its rows has {bytes:N0} bytes of images, expected at most {MostGroupBytes:N0}; write it "
                + "with smaller groups of rows.");
    }

    private static int[] Whole(ParquetRowGroupReader group, DataField column, int rows, string shard)
    {
        long?[] labels = column.ClrType == typeof(long) ? Values<long>()
            : column.ClrType == typeof(int) ? Array.ConvertAll(Values<int>(), v => (long?)v)
            : column.ClrType == typeof(short) ? Array.ConvertAll(Values<short>(), v => (long?)v)
            : column.ClrType == typeof(byte) ? Array.ConvertAll(Values<byte>(), v => (long?)v)
            : Array.ConvertAll(Values<sbyte>(), v => (long?)v);
        return Array.ConvertAll(labels, label => label is >= -1 and <= 9_999 ? (int)label : throw new InputException(
            $"Cannot read {shard}: a label is {(label is long value ? $"{value}" : "missing")}, expected 0 to 9,999; choose labelled data, "
            + "or correct it."));

        T?[] Values<T>()
            where T : struct
        {
            CheckSize(group, column, shard);
            T?[] values = new T?[rows];
            if (column.IsNullable)
                group.ReadAsync(column, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            else
            {
                T[] all = new T[rows];
                group.ReadAsync(column, all.AsMemory()).AsTask().GetAwaiter().GetResult();
                for (int i = 0; i < rows; i++)
                    values[i] = all[i];
            }

            return values;
        }
    }

    /// <summary>From {"info": {"features": {"label": {"names": […]}}}} in the file's metadata; null without.</summary>
    private static string[]? NamesIn(ParquetReader reader, string column)
    {
        if (!reader.CustomMetadata.TryGetValue("huggingface", out string? text))
            return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("info", out JsonElement info)
                && info.TryGetProperty("features", out JsonElement features) && features.TryGetProperty(column, out JsonElement label)
                && label.TryGetProperty("names", out JsonElement names)
                ? [.. names.EnumerateArray().Select(name => name.GetString() ?? "")]
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static InputException Damaged(string shard, string what, Exception? inner = null) =>
        new($"Cannot read {shard} as parquet: {what}; use another copy.", inner);
}
