using System.Text.RegularExpressions;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>A folder with the frames of one video, whose names end in their numbers: frame-1.png, frame-2.png, …, frame-10.png.</summary>
public sealed partial class FrameFolder : FramePairing
{
    public override string Name => "frames";

    public override string Description => $"{Before} frames of a folder of numbered images → the next one";

    public override Videos LoadVideos(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reading);
        if (!Directory.Exists(data))
            throw new InputException(
                $"--pairs {Name}: expected a folder of numbered images, got {data}; give that folder, or choose another --pairs.");
        if (reading.SkipBad)
            throw new InputException($"--pairs {Name} needs every frame of a video; leave out --skip-bad-images.");
        ImageSet images = ImageFolder.Load(data, target, reading);
        if (images.Labels != null)
            throw new InputException($"--pairs {Name}: the images of {data} lie in sub-folders; give the folder that the frames lie in.");
        ImageSet frames = images.Select(Order(images.Files!, data));
        return frames.Count > Before
            ? new Videos(frames, frames.Count)
            : throw new InputException(
                $"--pairs {Name}: {data} has {frames.Count} frames, expected at least {Before + 1}: {Before} and the one after them; give "
                + "a longer video.");
    }

    /// <summary>The places of the frames in the list of files, by their numbers.</summary>
    private int[] Order(IReadOnlyList<string> files, string data)
    {
        ulong[] numbers = [.. files.Select(Number)];
        int[] order = [.. Enumerable.Range(0, files.Count).OrderBy(i => numbers[i])];
        for (int i = 1; i < order.Length; i++)
        {
            if (numbers[order[i]] != numbers[order[i - 1]] + 1)
                throw new InputException(
                    $"--pairs {Name}: expected frames numbered without a gap in {data}, but after {Path.GetFileName(files[order[i - 1]])} "
                    + $"comes {Path.GetFileName(files[order[i]])}; number them 1, 2, 3, ….");
        }

        return order;

        ulong Number(string file) =>
            ulong.TryParse(Digits().Match(Path.GetFileNameWithoutExtension(file)).Value, out ulong value)
                ? value
                : throw new InputException(
                    $"--pairs {Name}: the name of {file} ends in no number, so its place in the video is not known; name frames as in "
                    + "frame-1.png, frame-2.png.");
    }

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Digits();
}
