using System.Runtime.InteropServices;

namespace GanFromScratch.Gan.Training;

/// <summary>Points in the plane, stored as consecutive (x, y) pairs, with a label each where there are labels.</summary>
public sealed class PointSamples(float[] points, int[]? labels = null) : ISampleSource
{
    public int Count => points.Length / 2;

    public int Classes { get; } = labels?.Max() + 1 ?? 0;

    public uint CheckSum => Crc32C.Of(MemoryMarshal.AsBytes(points.AsSpan()));

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        for (int i = 0; i < indices.Length; i++)
            points.AsSpan(2 * indices[i], 2).CopyTo(target[(2 * i)..]);
    }

    public void ReadLabels(ReadOnlySpan<int> indices, Span<float> target)
    {
        int[] of = labels ?? throw new InvalidOperationException("These points have no labels.");
        for (int i = 0; i < indices.Length; i++)
            target[i] = of[indices[i]];
    }
}
