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

    /// <summary>Whether a frame shows one image of the data and nothing else, so that a classifier of that data can read it.</summary>
    public virtual bool ShowsOneImage => false;

    /// <summary>The videos of a data set, which the pairs are windows of.</summary>
    /// <inheritdoc cref="Pairing.Load" path="/param"/>
    /// <param name="length">
    /// The frames that a video must have; videos that are made have just as many. Null for what pairs need.
    /// </param>
    /// <exception cref="InputException">The data is not there, or makes no videos.</exception>
    public abstract Videos LoadVideos(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading, int? length = null);

    public sealed override ImagePairs Load(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading) =>
        Windows(LoadVideos(data, part, target, reading));

    /// <summary>Each three frames that follow each other are an input: what comes after the last of them is not known.</summary>
    public sealed override ImageSet OwnInputs(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < Before)
            throw new InputException(
                $"{images.Name} has {images.Count} images, expected at least {Before}: frames that follow each other; give more.");
        return images.Select(Inputs(new Videos(images, images.Count).Windows(Before)));
    }

    private static ImagePairs Windows(Videos videos)
    {
        int[] windows = videos.Windows(Before + 1);
        return new ImagePairs(
            videos.Frames.Select(Inputs(windows)), videos.Frames.Select([.. windows.Select(first => first + Before)]));
    }

    /// <summary>The frames of A of each window.</summary>
    private static int[] Inputs(int[] windows) => [.. windows.SelectMany(first => Enumerable.Range(first, Before))];

    private static ImageSet LastFrames(ImageSet inputs) =>
        inputs.Select([.. Enumerable.Range(0, inputs.Count / Before).Select(i => (Before * i) + Before - 1)]);
}
