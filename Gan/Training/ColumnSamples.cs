using System.Runtime.InteropServices;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Training;

/// <summary>Rows of a table, or windows of series, as networks see them.</summary>
/// <param name="columns">Of the data.</param>
/// <param name="values">One sample after the other.</param>
/// <param name="size">Values of a sample.</param>
public sealed class ColumnSamples(DataColumns columns, float[] values, int size) : ISampleSource
{
    public int Count => values.Length / size;

    public DataColumns Columns => columns;

    public uint CheckSum => Crc32C.Of(MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>All samples, one after the other.</summary>
    internal float[] Values => values;

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        for (int i = 0; i < indices.Length; i++)
            values.AsSpan(indices[i] * size, size).CopyTo(target[(i * size)..]);
    }
}
