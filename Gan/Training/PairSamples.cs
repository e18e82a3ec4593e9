using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;

namespace GanFromScratch.Gan.Training;

/// <summary>Pairs of images, each as 2C × H × W values, the input's channels first.</summary>
public sealed class PairSamples : ISampleSource
{
    private readonly ImagePairs pairs;
    private readonly ImageSamples inputs, outputs;

    public PairSamples(ImagePairs pairs, float low, float high)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        this.pairs = pairs;
        (inputs, outputs) = (new ImageSamples(pairs.Inputs, low, high), new ImageSamples(pairs.Outputs, low, high));
    }

    public ImageFormat? Format => outputs.Format;

    public int Count => pairs.Count;

    public int Classes => outputs.Classes;

    /// <summary>False if an output does not belong to its input.</summary>
    public bool Match => pairs.Match;

    public uint CheckSum => ~Crc32C.Add(Crc32C.Add(uint.MaxValue, pairs.Inputs.Pixels), pairs.Outputs.Pixels);

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        int size = pairs.Outputs.Format.Size;
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> pair = target.Slice(2 * i * size, 2 * size);
            inputs.Read(indices.Slice(i, 1), pair[..size]);
            outputs.Read(indices.Slice(i, 1), pair[size..]);
        }
    }

    public void ReadLabels(ReadOnlySpan<int> indices, Span<float> target) => outputs.ReadLabels(indices, target);
}
