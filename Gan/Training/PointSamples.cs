using System.Runtime.InteropServices;

namespace GanFromScratch.Gan.Training;

/// <summary>Points in the plane, stored as consecutive (x, y) pairs.</summary>
public sealed class PointSamples(float[] points) : ISampleSource
{
    public int Count => points.Length / 2;

    public uint CheckSum => Crc32C.Of(MemoryMarshal.AsBytes(points.AsSpan()));

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        for (int i = 0; i < indices.Length; i++)
            points.AsSpan(2 * indices[i], 2).CopyTo(target[(2 * i)..]);
    }
}
