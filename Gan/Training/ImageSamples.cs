using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Training;

/// <summary>Images: bytes 0…255 are scaled to [low, high] when read, through a lookup table of 256 values.</summary>
public sealed class ImageSamples : ISampleSource
{
    private readonly ImageSet images;
    private readonly float[] scaled = new float[256];

    public ImageSamples(ImageSet images, float low, float high)
    {
        this.images = images;
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = low + ((high - low) * i / 255f);
    }

    public ImageFormat? Format => images.Format;

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
}
