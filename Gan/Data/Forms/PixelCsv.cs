using System.Buffers.Text;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// A CSV with the pixels of an image in each line, 0 to 255, row by row (colours pixel by pixel), and the label in a column of its own if
/// there is one: as in the digit recogniser contest. The file is read twice, line by line: once for the number of images and the labels.
/// </summary>
internal sealed class PixelCsv : IPixels
{
    private const int Least = 16, MostLine = 1 << 22, MostBeginning = 1 << 18;

    private static readonly string[] LabelNames = ["label", "labels", "class", "target", "y"];

    private readonly string path;
    private readonly bool header;
    private readonly int labelColumn, columns;
    private readonly LineReader lines;
    private readonly byte[] row;

    /// <exception cref="InputException">The file is not of this form.</exception>
    public PixelCsv(string path, ImageReading reading)
    {
        this.path = path;
        string[] first = Fields(FirstLine(path));
        header = !Array.TrueForAll(first, IsNumber);
        columns = first.Length;
        labelColumn = header ? Array.FindIndex(first, IsLabel) : -1;
        if (header && Array.FindLastIndex(first, IsLabel) != labelColumn)
            throw Damaged("it has several columns of labels");
        if (!header && PixelFormat.Of(columns, reading) == null && PixelFormat.Of(columns - 1, reading) != null)
            labelColumn = 0;
        int values = columns - (labelColumn >= 0 ? 1 : 0);
        Format = PixelFormat.Of(values, reading) ?? throw PixelFormat.Unfit(path, values, "columns of pixels");
        row = new byte[Format.Size];
        Notes = Format.Channels == 3 ? [$"{values:N0} columns are {Format}, the colours of each pixel side by side"] : [];
        ReadLabels();
        lines = Open();
    }

    public int Count { get; private set; }

    public ImageFormat Format { get; }

    /// <summary>One for each image; null without.</summary>
    public int[]? Labels { get; private set; }

    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Whether a file begins as one of pixels: with a header whose columns are called pixel0, pixel1 and so on, or with a line, perhaps
    /// after a header, of at least 16 whole numbers from 0 to 255.
    /// </summary>
    public static bool Begins(string path)
    {
        string[] lines = Encoding.Latin1.GetString(InputFile.ReadBeginning(path, MostBeginning)).Split('\n', 3);
        string[] first = Fields(lines[0]), second = lines.Length > 1 ? Fields(lines[1]) : [];
        if (first.Count(name => name.StartsWith("pixel", StringComparison.OrdinalIgnoreCase)) >= 2)
            return true;
        string[] values = Array.TrueForAll(first, IsNumber) ? first : second;
        return values.Length >= Least && values.Length == first.Length && Array.TrueForAll(values, IsPixel);
    }

    public void Read(Span<byte> images)
    {
        for (int at = 0; at < images.Length; at += row.Length)
        {
            ReadOnlySpan<byte> line = lines.Next() ?? throw Damaged("it became shorter while it was read");
            int place = 0;
            for (int c = 0; c < columns; c++)
            {
                ReadOnlySpan<byte> field = Field(ref line, c, lines.Number);
                if (c == labelColumn)
                    continue;
                if (!Utf8Parser.TryParse(field, out int value, out int used) || used != field.Length || value is < 0 or > 255)
                    throw Damaged(
                        $"line {lines.Number:N0} has {Quoted(field)} in column {c + 1:N0}, expected a whole number from 0 to 255");
                row[place++] = (byte)value;
            }

            if (Format.Channels == 1)
                row.CopyTo(images[at..]);
            else
                PixelFormat.ToPlanes(row, images.Slice(at, row.Length), Format.Channels);
        }
    }

    public void Dispose() => lines.Dispose();

    /// <summary>The number of images, and their labels.</summary>
    private void ReadLabels()
    {
        var labels = new List<int>();
        using LineReader all = Open();
        while (all.Next() is byte[] text)
        {
            ReadOnlySpan<byte> line = text;
            Count++;
            for (int c = 0; c <= labelColumn; c++)
            {
                ReadOnlySpan<byte> field = Field(ref line, c, all.Number);
                if (c < labelColumn)
                    continue;
                if (!Utf8Parser.TryParse(field, out int label, out int used) || used != field.Length || label is < 0 or > 9_999)
                    throw Damaged($"line {all.Number:N0} has the label {Quoted(field)}, expected a whole number from 0 to 9,999");
                labels.Add(label);
            }
        }

        if (Count == 0)
            throw Damaged("no line follows its header");
        Labels = labelColumn >= 0 ? [.. labels] : null;
    }

    private LineReader Open()
    {
        var reader = new LineReader(path, MostLine);
        if (header)
            reader.Next();
        return reader;
    }

    private ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> line, int column, long number)
    {
        int comma = line.IndexOf((byte)',');
        if (column < columns - 1 ? comma < 0 : comma >= 0)
            throw Damaged($"line {number:N0} has {(comma < 0 ? column + 1 : "more")} fields, expected {columns:N0}");
        ReadOnlySpan<byte> field = comma < 0 ? line : line[..comma];
        line = comma < 0 ? [] : line[(comma + 1)..];
        return field.Trim((byte)' ').Trim((byte)'"');
    }

    private static string FirstLine(string path)
    {
        using var reader = new LineReader(path, MostLine);
        return Encoding.UTF8.GetString(reader.Next() ?? []);
    }

    // The mark of UTF-8 comes first, or what it is in Latin 1.
    private static string[] Fields(string line) =>
        [.. line.TrimStart('\uFEFF', 'ï', '»', '¿').Split(',').Select(field => field.Trim().Trim('"'))];

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool IsPixel(string text) => text.Length is > 0 and < 4 && text.All(char.IsAsciiDigit) && int.Parse(text) <= 255;

    private static bool IsLabel(string name) => LabelNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Quoted(ReadOnlySpan<byte> field) =>
        $"'{PlainText.Short(Encoding.UTF8.GetString(field[..Math.Min(field.Length, 200)]))}'";

    private InputException Damaged(string what) => CsvText.Damaged(path, "a CSV of pixels", what);

    /// <summary>The lines of a file, one at a time; empty ones are passed over.</summary>
    private sealed class LineReader(string path, int most) : IDisposable
    {
        private readonly FileStream file = InputFile.Open(path);
        private readonly byte[] buffer = new byte[1 << 16];
        private readonly MemoryStream line = new();
        private int at, filled;

        /// <summary>Of the last line, from 1.</summary>
        public long Number { get; private set; }

        public byte[]? Next()
        {
            line.SetLength(0);
            while (true)
            {
                if (at == filled && !Fill())
                {
                    Number++;
                    return line.Length > 0 ? Whole() : null;
                }

                int end = buffer.AsSpan(at, filled - at).IndexOf((byte)'\n');
                int count = end < 0 ? filled - at : end;
                line.Write(buffer, at, count);
                if (line.Length > most)
                    throw CsvText.Damaged(path, "a CSV of pixels", $"line {Number + 1:N0} has more than {most:N0} bytes");
                at += count + (end < 0 ? 0 : 1);
                if (end < 0)
                    continue;
                Number++;
                byte[] whole = Whole();
                if (whole.Length > 0)
                    return whole;
                line.SetLength(0);
            }
        }

        public void Dispose() => file.Dispose();

        private byte[] Whole() => line.ToArray().AsSpan().TrimEnd((byte)'\r').ToArray();

        private bool Fill()
        {
            try
            {
                (at, filled) = (0, file.Read(buffer));
                return filled > 0;
            }
            catch (IOException error)
            {
                throw InputFile.Unreadable(path, error);
            }
        }
    }
}
