using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;

namespace GanFromScratch.Gan.Training;

/// <summary>Pairs of images, each as (n + 1)·C × H × W values, the channels of A's n images first.</summary>
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
        int each = pairs.InputCount, before = each * pairs.Outputs.Format.Size, size = before + pairs.Outputs.Format.Size;
        Span<int> ofA = stackalloc int[each];
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> pair = target.Slice(i * size, size);
            for (int k = 0; k < each; k++)
                ofA[k] = (each * indices[i]) + k;
            inputs.Read(ofA, pair[..before]);
            outputs.Read(indices.Slice(i, 1), pair[before..]);
        }
    }

    public void ReadLabels(ReadOnlySpan<int> indices, Span<float> target) => outputs.ReadLabels(indices, target);
}
