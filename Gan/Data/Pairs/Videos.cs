namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Videos: the frames of each follow each other.</summary>
/// <param name="Frames">Of the first video, then of the next, and so on.</param>
/// <param name="Lengths">How many frames each has.</param>
public sealed record Videos(ImageSet Frames, IReadOnlyList<int> Lengths)
{
    /// <summary>Videos of as many frames each.</summary>
    public Videos(ImageSet frames, int length)
        : this(frames, [.. Enumerable.Repeat(length, frames.Count / length)])
    {
    }

    public int Count => Lengths.Count;

    /// <summary>The first frame of every run of <paramref name="length"/> frames within a video.</summary>
    public int[] Windows(int length)
    {
        var windows = new List<int>();
        int first = 0;
        foreach (int frames in Lengths)
        {
            windows.AddRange(Enumerable.Range(first, Math.Max(frames - length + 1, 0)));
            first += frames;
        }

        return [.. windows];
    }

    /// <summary>The frames of one video.</summary>
    public Range Of(int video)
    {
        int first = Lengths.Take(video).Sum();
        return first..(first + Lengths[video]);
    }
}
