using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Both images of a pair are computed from one image of any data.</summary>
public abstract class MadePairing : Pairing
{
    public sealed override ImagePairs Load(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (PairFolders.AreIn(data))
            throw new InputException(
                $"--pairs {Name} makes its own pairs, but {data} has the sub-folders {PairFolders.InputFolder} and "
                + $"{PairFolders.OutputFolder}, which are pairs already; choose --pairs {PairFolders.Choice}.");
        ImageSet images = DatasetCatalog.Default.Load(data, part, first => target(FormatOf(first)), reading);
        Check(images);
        byte[] inputs = new byte[images.Pixels.Length], outputs = new byte[images.Pixels.Length];
        int size = images.Format.Size;
        Parallel.For(0, images.Count, i =>
        {
            var place = new Range(i * size, (i + 1) * size);
            Make(
                images.Image(i), images.Format, images.Labels?[i] ?? 0, images.ClassCount, inputs.AsSpan()[place], outputs.AsSpan()[place]);
        });
        return new ImagePairs(
            new ImageSet(images.Name, images.Format, inputs),
            new ImageSet(images.Name, images.Format, outputs, images.Labels, images.ClassNames, images.Notes));
    }

    /// <summary>The format of the pairs of images of a format.</summary>
    protected virtual ImageFormat FormatOf(ImageFormat image) => image;

    /// <summary>Refuses data that it cannot make pairs of; usually none.</summary>
    /// <exception cref="InputException">One sentence.</exception>
    protected virtual void Check(ImageSet images)
    {
    }

    /// <param name="image">C × H × W bytes.</param>
    /// <param name="format">Of all three.</param>
    /// <param name="label">The image's class; 0 without classes.</param>
    /// <param name="classes">How many classes there are; 0 without.</param>
    /// <param name="input">A, to be written.</param>
    /// <param name="output">B, to be written.</param>
    protected abstract void Make(
        ReadOnlySpan<byte> image, ImageFormat format, int label, int classes, Span<byte> input, Span<byte> output);

    /// <summary>The brightness of a pixel: the mean of its channels.</summary>
    protected static int Brightness(ReadOnlySpan<byte> image, ImageFormat format, int pixel)
    {
        int sum = 0, area = format.Height * format.Width;
        for (int c = 0; c < format.Channels; c++)
            sum += image[(c * area) + pixel];
        return sum / format.Channels;
    }
}
