using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>Whether a clip shows the same thing throughout, and how far that moves.</summary>
internal static class ClipMeasures
{
    /// <summary>The class of each clip: that of most of its frames, the first of equally frequent ones.</summary>
    /// <param name="classes">Of each frame, clip after clip.</param>
    /// <param name="frames">Of a clip.</param>
    public static int[] MostFrequent(int[] classes, int frames) =>
    [
        .. classes.Chunk(frames).Select(clip => clip.GroupBy(c => c).OrderByDescending(same => same.Count()).ThenBy(same => same.Key)
            .First().Key),
    ];

    /// <summary>The share of frames that are of the class of their clip, and of clips all of whose frames are.</summary>
    /// <inheritdoc cref="MostFrequent"/>
    public static (double Frames, double Clips) Constancy(int[] classes, int frames)
    {
        int[] clips = MostFrequent(classes, frames);
        int agreeing = 0, constant = 0;
        for (int i = 0; i < clips.Length; i++)
        {
            int same = classes.AsSpan(i * frames, frames).Count(clips[i]);
            (agreeing, constant) = (agreeing + same, constant + (same == frames ? 1 : 0));
        }

        return (agreeing / (double)classes.Length, constant / (double)clips.Length);
    }

    /// <summary>The mean distance, in pixels, between the centres of two frames that follow each other.</summary>
    /// <param name="images">Gray frames, clip after clip.</param>
    /// <param name="frames">Of a clip, at least 2.</param>
    public static double Motion(ImageSet images, int frames)
    {
        double sum = 0;
        for (int i = 0; i < images.Count; i++)
        {
            if (i % frames == 0)
                continue;
            (double x, double y) = MassCentre.Of(images.Image(i), images.Width);
            (double beforeX, double beforeY) = MassCentre.Of(images.Image(i - 1), images.Width);
            sum += Math.Sqrt(((x - beforeX) * (x - beforeX)) + ((y - beforeY) * (y - beforeY)));
        }

        return sum / (images.Count / frames * (frames - 1));
    }
}
