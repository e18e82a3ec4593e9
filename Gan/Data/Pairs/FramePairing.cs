using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Pairs from videos (Mathieu, Couprie, LeCun 2016, "Deep multi-scale video prediction beyond mean square error"): A is three frames that
/// follow each other, the earliest first, B the frame after them.
/// </summary>
public abstract class FramePairing : Pairing
{
    /// <summary>Frames in A.</summary>
    public const int Before = 3;

    public sealed override int InputCount => Before;

    public sealed override IReadOnlyList<Baseline> Baselines => [new("last frame", LastFrames)];

    /// <summary>The videos of a data set, which the pairs are windows of.</summary>
    /// <inheritdoc cref="Pairing.Load" path="/param"/>
    /// <exception cref="InputException">The data is not there, or makes no videos.</exception>
    public abstract Videos LoadVideos(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading);

    public sealed override ImagePairs Load(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading) =>
        Windows(LoadVideos(data, part, target, reading), after: 1);

    /// <summary>Each three frames that follow each other are an input: what comes after the last of them is not known.</summary>
    public sealed override ImageSet OwnInputs(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < Before)
            throw new InputException(
                $"{images.Name} has {images.Count} images, expected at least {Before}: frames that follow each other; give more.");
        return images.Select(Inputs(new Videos(images, images.Count), after: 0));
    }

    private static ImagePairs Windows(Videos videos, int after)
    {
        int each = videos.Length - Before;
        int[] outputs = [.. Enumerable.Range(0, videos.Count * each).Select(i => (i / each * videos.Length) + Before + (i % each))];
        return new ImagePairs(videos.Frames.Select(Inputs(videos, after)), videos.Frames.Select(outputs));
    }

    /// <summary>The frames of A of each window.</summary>
    /// <param name="after">Frames of a window behind those.</param>
    private static int[] Inputs(Videos videos, int after)
    {
        int each = videos.Length - Before - after + 1;
        return
        [
            .. Enumerable.Range(0, videos.Count * each)
                .SelectMany(i => Enumerable.Range((i / each * videos.Length) + (i % each), Before)),
        ];
    }

    private static ImageSet LastFrames(ImageSet inputs) =>
        inputs.Select([.. Enumerable.Range(0, inputs.Count / Before).Select(i => (Before * i) + Before - 1)]);
}

/// <summary>Videos of as many frames each.</summary>
/// <param name="Frames">Of the first video, then of the next, and so on.</param>
/// <param name="Length">Frames of each.</param>
public sealed record Videos(ImageSet Frames, int Length)
{
    public int Count => Frames.Count / Length;
}
