using System.Text;
using CsvHelper;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data;

/// <summary>CSV files of users: UTF-8, one header line, commas, semicolons or tabs, quotation marks as usual.</summary>
internal static class CsvText
{
    private const long MaximumBytes = 1L << 28;

    /// <summary>Characters that a field cannot hold without quotation marks.</summary>
    private static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <summary>What <paramref name="read"/> makes of a file.</summary>
    /// <param name="path">The CSV.</param>
    /// <param name="kind">What it is read as: "a list of images".</param>
    /// <param name="read">Reads header and records.</param>
    /// <exception cref="InputException">The file cannot be read, or is no such text.</exception>
    public static T Read<T>(string path, string kind, Func<CsvReader, T> read)
    {
        string text;
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            text = strict.GetString(InputFile.ReadAllBytes(path, MaximumBytes)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw Damaged(path, kind, "it is not UTF-8 text", error);
        }

        if (text.Contains('\0', StringComparison.Ordinal))
            throw Damaged(path, kind, "it holds zero bytes, so it is not text");

        try
        {
            // The separator is detected from the text: spreadsheets in half of Europe write semicolons.
            using CsvReader csv = CsvReader.FromText(text, new CsvReaderOptions
            {
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
            return read(csv);
        }
        catch (CsvFormatException error)
        {
            throw Damaged(path, kind, $"line {error.LineNumber} has a stray or unclosed quotation mark", error);
        }
    }

    /// <summary>A field as it stands in a file with commas.</summary>
    public static string Field(string text) =>
        text.IndexOfAny(Special) < 0 && text == text.Trim() ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Writes lines of fields, each line by <see cref="Field"/> and commas, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<IEnumerable<string>> lines) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        foreach (IEnumerable<string> line in lines)
            writer.Write(string.Join(',', line.Select(Field)) + "\n");
    });

    public static InputException Damaged(string path, string kind, string what, Exception? inner = null) =>
        new($"Cannot read {path} as {kind}: {what}; correct the file.", inner);
}
