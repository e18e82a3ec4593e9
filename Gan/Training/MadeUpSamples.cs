using System.Runtime.InteropServices;

namespace GanFromScratch.Gan.Training;

/// <summary>Uniform noise in [−1, 1] with labels in turn, the same every time, for steps that are only timed or traced.</summary>
internal sealed class MadeUpSamples : ISampleSource
{
    /// <summary>Classes of samples for which a condition needs some.</summary>
    public const int UsualClasses = 10;

    private readonly float[] values;
    private readonly int size;

    public MadeUpSamples(int size, int count, int classes = 0)
    {
        Classes = classes;
        this.size = size;
        Count = count;
        var random = new Random(1);
        values = new float[size * count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (2 * random.NextSingle()) - 1;
    }

    public int Count { get; }

    public int Classes { get; }

    public uint CheckSum => Crc32C.Of(MemoryMarshal.AsBytes(values.AsSpan()));

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        for (int i = 0; i < indices.Length; i++)
            values.AsSpan(indices[i] * size, size).CopyTo(target[(i * size)..]);
    }

    public void ReadLabels(ReadOnlySpan<int> indices, Span<float> target)
    {
        for (int i = 0; i < indices.Length; i++)
            target[i] = indices[i] % Classes;
    }
}
