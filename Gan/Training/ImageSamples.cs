using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Training;

/// <summary>Images: bytes 0…255 are scaled to [low, high] when read, through a lookup table of 256 values.</summary>
public sealed class ImageSamples : ISampleSource
{
    private readonly ImageSet images;
    private readonly float[] scaled = new float[256];
    private readonly ulong? flips;

    /// <param name="flips">The seed that chooses which images are mirrored in an epoch; null: none are.</param>
    public ImageSamples(ImageSet images, float low, float high, ulong? flips = null)
    {
        (this.images, this.flips) = (images, flips);
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = low + ((high - low) * i / 255f);
    }

    public ImageFormat? Format => images.Format;

    internal ImageSet Images => images;

    public int Count => images.Count;

    public int Classes => images.ClassCount;

    public IReadOnlyList<string>? ClassNames => images.ClassNames;

    public uint CheckSum => Crc32C.Of(images.Pixels);

    public void ReadLabels(ReadOnlySpan<int> indices, Span<float> target)
    {
        int[] labels = images.Labels ?? throw new InvalidOperationException($"{images.Name} has no labels.");
        for (int i = 0; i < indices.Length; i++)
            target[i] = labels[indices[i]];
    }

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        int next = 0;
        foreach (int index in indices)
        {
            foreach (byte pixel in images.Image(index))
                target[next++] = scaled[pixel];
        }
    }

    public void Read(ReadOnlySpan<int> indices, Span<float> target, uint epoch)
    {
        Read(indices, target);
        if (flips is not ulong seed)
            return;
        int size = images.Format.Size, width = images.Width;
        for (int k = 0; k < indices.Length; k++)
        {
            if (!IsMirrored(seed, epoch, (uint)indices[k]))
                continue;
            Span<float> image = target.Slice(k * size, size);
            for (int row = 0; row < size; row += width)
                image.Slice(row, width).Reverse();
        }
    }

    /// <summary>A coin for each image and epoch: the mixing function of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static bool IsMirrored(ulong seed, uint epoch, uint image)
    {
        ulong z = seed + (0x9E3779B97F4A7C15 * (((ulong)epoch << 32) + image + 1));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z >> 63) != 0;
    }
}
