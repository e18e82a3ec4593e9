using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Data.Tables;

/// <summary>
/// The columns of a table, and a row as networks see it: first a position in [−1, 1] for each number, then the positions of each column
/// that has <see cref="DataColumn.Choices"/>, of which one is 1 and the others are 0.
/// </summary>
public sealed class DataColumns
{
    private const long MaximumBytes = 1 << 26;

    /// <summary>Separates this random stream from all others of the same seed: "ROWS" in the stream's upper half.</summary>
    private const ulong Stream = 0x524F5753UL << 32;

    private readonly int[] numberAt, choicesAt;

    public DataColumns(IReadOnlyList<DataColumn> all)
    {
        All = all;
        (numberAt, choicesAt) = (new int[all.Count], new int[all.Count]);
        for (int c = 0; c < all.Count; c++)
            numberAt[c] = all[c].IsNumber ? Numbers++ : -1;
        Width = Numbers;
        for (int c = 0; c < all.Count; c++)
        {
            choicesAt[c] = Width;
            Width += all[c].Choices;
        }
    }

    public IReadOnlyList<DataColumn> All { get; }

    public int Count => All.Count;

    /// <summary>The names, joined by commas.</summary>
    public string Names => string.Join(", ", All.Select(column => column.Name));

    /// <summary>Columns that are numbers.</summary>
    public int Numbers { get; }

    /// <summary>Positions of a row.</summary>
    public int Width { get; }

    /// <summary>The widths of the groups of positions behind the numbers, of each of which one position is 1.</summary>
    public IReadOnlyList<int> Groups => [.. All.Select(column => column.Choices).Where(choices => choices > 0)];

    /// <summary>Rows as networks see them, N × <see cref="Width"/>.</summary>
    /// <param name="seed">Of the random numbers that spread equal numbers, and stand for missing ones.</param>
    public float[] Encode(DataTable table, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        float[] rows = new float[table.Count * Width];
        for (int c = 0; c < Count; c++)
        {
            DataColumn column = All[c];
            var random = new PhiloxWords(seed, Stream | (uint)c);
            for (int i = 0; i < table.Count; i++)
            {
                double value = table.Values[c][i];
                Span<float> row = rows.AsSpan(i * Width, Width);
                if (!column.IsNumber)
                {
                    row[choicesAt[c] + (int)value] = 1;
                    continue;
                }

                bool missing = double.IsNaN(value);
                row[numberAt[c]] = (float)(missing ? (random.Next() / 2147483648.0) - 1 : column.Encode(value, ref random));
                if (column.Missing != null)
                    row[choicesAt[c] + (missing ? 1 : 0)] = 1;
            }
        }

        return rows;
    }

    /// <summary>What rows say, of the categories those with the largest positions.</summary>
    /// <param name="rows">N × <see cref="Width"/>.</param>
    public DataTable Decode(ReadOnlySpan<float> rows)
    {
        int count = rows.Length / Width;
        double[][] values = [.. All.Select(_ => new double[count])];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * Width, Width);
            for (int c = 0; c < Count; c++)
            {
                DataColumn column = All[c];
                int chosen = column.Choices > 0 ? Largest(row.Slice(choicesAt[c], column.Choices)) : 0;
                values[c][i] = !column.IsNumber ? chosen : chosen == 1 ? double.NaN : column.Decode(row[numberAt[c]]);
            }
        }

        return new DataTable(this, values);
    }

    /// <summary>Writes the description, a line for each column.</summary>
    public void Write(string path)
    {
        string text = string.Join(",\n", All.Select(column => JsonSerializer.Serialize(column, DataColumnsJson.Default.DataColumn)));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes($"[\n{text}\n]\n")));
    }

    /// <exception cref="InputException">The file cannot be read, or is not of this form.</exception>
    public static DataColumns Read(string path)
    {
        try
        {
            DataColumn[]? all = JsonSerializer.Deserialize(
                Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes)), DataColumnsJson.Default.DataColumnArray);
            if (all is { Length: > 0 } && Array.TrueForAll(all, IsWhole))
                return new DataColumns(all);
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }

        throw Damaged(path);
    }

    private static bool IsWhole(DataColumn? column) =>
        column is { Name: not null, Categories: not null, Knots: not null }
        && (!column.IsNumber || (column.Knots.Count > 1 && column.Knots.Zip(column.Knots.Skip(1), (a, b) => a <= b).All(rises => rises)));

    private static InputException Damaged(string path, Exception? inner = null) => new(
        $"{path} does not describe the columns of a table, as train wrote them; put the right file back.", inner);

    private static int Largest(ReadOnlySpan<float> positions)
    {
        int largest = 0;
        for (int k = 1; k < positions.Length; k++)
            largest = positions[k] > positions[largest] ? k : largest;
        return largest;
    }
}

/// <summary>Source-generated serialisation of <see cref="DataColumn"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DataColumn[]))]
internal sealed partial class DataColumnsJson : JsonSerializerContext;
