using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;

namespace GanFromScratch.Gan.Training;

/// <summary>Clips of videos, each as T·C × H × W values, the channels of its first frame first.</summary>
public sealed class ClipSamples : ISampleSource
{
    private readonly Videos videos;
    private readonly int[] first;
    private readonly int length;
    private readonly ImageSamples frames;

    /// <param name="videos">Every run of <paramref name="length"/> frames in them is a clip.</param>
    /// <param name="length">T.</param>
    /// <param name="most">The first so many clips; 0 for all.</param>
    public ClipSamples(Videos videos, int length, int most, float low, float high)
    {
        ArgumentNullException.ThrowIfNull(videos);
        (this.videos, this.length) = (videos, length);
        first = videos.Windows(length);
        if (most > 0 && most < first.Length)
            first = first[..most];
        frames = new ImageSamples(videos.Frames, low, high);
    }

    public ImageFormat? Format => videos.Frames.Format;

    public int Count => first.Length;

    public uint CheckSum => frames.CheckSum;

    public void Read(ReadOnlySpan<int> indices, Span<float> target)
    {
        int size = length * videos.Frames.Format.Size;
        for (int i = 0; i < indices.Length; i++)
            frames.Read(FramesOf(indices[i]), target.Slice(i * size, size));
    }

    /// <summary>The frames of some clips, one clip after the other.</summary>
    public ImageSet Images(IEnumerable<int> clips) => videos.Frames.Select([.. clips.SelectMany(FramesOf)]);

    private int[] FramesOf(int clip) => [.. Enumerable.Range(first[clip], length)];
}
