using System.Text.RegularExpressions;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// A folder with the frames of one video, whose names end in their numbers: frame-1.png, frame-2.png, …, frame-10.png; or a folder with a
/// sub-folder for each video.
/// </summary>
public sealed partial class FrameFolder : FramePairing
{
    public override string Name => "frames";

    public override string Description => $"{Before} frames of a folder of numbered images → the next one";

    public override Videos LoadVideos(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading, int? length = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reading);
        if (!Directory.Exists(data))
            throw new InputException(
                $"--pairs {Name}: expected a folder of numbered images, got {data}; give that folder, or choose another --pairs.");
        if (reading.SkipBad)
            throw new InputException($"--pairs {Name} needs every frame of a video; leave out --skip-bad-images.");
        ImageSet images = ImageFolder.Load(data, target, reading);
        int[][] videos =
        [
            .. Enumerable.Range(0, images.Count).GroupBy(i => images.Labels?[i] ?? 0).Select(video => Order([.. video], images.Files!)),
        ];
        int needed = length ?? Before + 1;
        if (Array.Find(videos, video => video.Length < needed) is { } brief)
            throw new InputException(
                $"--pairs {Name}: {FolderOf(brief[0])} has {brief.Length} frames, expected at least {needed} that follow each other; give "
                + "a longer video.");
        return new Videos(images.Select([.. videos.SelectMany(video => video)]), [.. videos.Select(video => video.Length)]);

        string FolderOf(int frame) => images.Labels == null ? data : Path.Combine(data, images.ClassNames![images.Labels[frame]]);
    }

    /// <summary>The frames of one video by their numbers.</summary>
    /// <param name="frames">Their places in the list of files.</param>
    private int[] Order(int[] frames, IReadOnlyList<string> files)
    {
        int[] order = [.. frames.OrderBy(i => Number(files[i]))];
        for (int i = 1; i < order.Length; i++)
        {
            if (Number(files[order[i]]) != Number(files[order[i - 1]]) + 1)
                throw new InputException(
                    $"--pairs {Name}: expected frames numbered without a gap, but after {files[order[i - 1]]} comes "
                    + $"{Path.GetFileName(files[order[i]])}; number them 1, 2, 3, ….");
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
