using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Reports;

/// <summary>
/// The pictures of a run, reduced for one page: even a run of a thousand epochs, or of ten thousand samples per picture, gives a report of
/// a few megabytes.
/// </summary>
internal sealed class RunPictures
{
    private const string Prefix = "epoch-", WithinEpoch = "-step-", Suffix = ".png";

    /// <summary>Number of pictures over time, and the side in pixels of the samples shown in one.</summary>
    private const int MostMoments = 12, MomentSide = 320;

    /// <summary>The same for the animation, and its total number of pixels: incompressible ones take about one byte each.</summary>
    private const int MostFrames = 60, LeastFrames = 12, FrameSide = 640, AnimationPixels = 6_000_000;

    private readonly ImageFormat? format;

    private RunPictures(ImageFormat? format, IReadOnlyList<(string Moment, string Path)> files, string? final)
    {
        this.format = format;
        Files = files;
        Final = final;
    }

    /// <summary>The pictures in order, with words such as "epoch 3" or "step 2,100".</summary>
    public IReadOnlyList<(string Moment, string Path)> Files { get; }

    /// <summary>The samples of the current generator, null if there are none yet.</summary>
    public string? Final { get; }

    /// <param name="folder">The run.</param>
    /// <param name="format">Its images; null for points.</param>
    /// <param name="finished">Whether it is; otherwise the final picture is an earlier one.</param>
    public static RunPictures Find(RunFolder folder, ImageFormat? format, bool finished)
    {
        string samples = Path.GetDirectoryName(folder.FinalSamplesFile)!;
        (string Moment, string Path)[] files = Directory.Exists(samples)
            ?
            [
                .. Directory.EnumerateFiles(samples).Select(path => (Moment: MomentOf(path), Path: path))
                    .Where(file => file.Moment != null).OrderBy(file => file.Moment)
                    .Select(file => (Words(file.Moment!.Value), file.Path)),
            ]
            : [];
        return new RunPictures(
            format, files,
            finished && File.Exists(folder.FinalSamplesFile) ? folder.FinalSamplesFile : files.Length > 0 ? files[^1].Path : null);
    }

    /// <summary>The current samples at the size of one moment; null if there are none yet.</summary>
    /// <exception cref="InputException">The picture is damaged.</exception>
    public Bitmap? Last => Final is string path ? Part(PngFile.Read(path), MomentSide) : null;

    /// <summary>A dozen moments from the first to the last, as PNG files.</summary>
    public IEnumerable<(string Moment, Bitmap Picture)> Moments() =>
        Spread(Files, MostMoments).Select(file => (file.Moment, Part(PngFile.Read(file.Path), MomentSide)));

    /// <summary>Animation of the fixed noise's samples over the epochs; null with fewer than two pictures.</summary>
    /// <exception cref="InputException">A picture is damaged, or not of this run.</exception>
    public (byte[] Gif, Bitmap Last, int Frames)? Animation()
    {
        if (Files.Count < 2)
            return null;
        Bitmap last = Part(PngFile.Read(Files[^1].Path), FrameSide);
        int most = Math.Clamp(AnimationPixels / (last.Width * last.Height), LeastFrames, MostFrames);
        Bitmap[] frames = [.. Spread(Files, most).Select(file => Like(last, file.Path))];
        return (GifFile.Encode(frames, delay: Math.Clamp(600 / frames.Length, 10, 50), lastDelay: 150), last, frames.Length);
    }

    private Bitmap Like(Bitmap last, string path)
    {
        Bitmap frame = Part(PngFile.Read(path), FrameSide);
        return (frame.Width, frame.Height, frame.Channels) == (last.Width, last.Height, last.Channels)
            ? frame
            : throw new InputException(
                $"{path} is another size or kind of picture than the last epoch's, so it is not of this run; move it away.");
    }

    /// <summary>At most this many of them, evenly spaced, including the first and the last.</summary>
    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))]);

    /// <summary>The first complete images of a large grid; smaller pictures and non-grids unchanged.</summary>
    private Bitmap Part(Bitmap picture, int side)
    {
        if (format is not ImageFormat f || (picture.Width <= side && picture.Height <= side))
            return picture;
        int width = Math.Min(picture.Width, Fitting(f.Width)), height = Math.Min(picture.Height, Fitting(f.Height));
        var part = new Bitmap(width, height, picture.Channels, new byte[width * height * picture.Channels]);
        for (int y = 0; y < height; y++)
            picture.Row(y)[..(width * picture.Channels)].CopyTo(part.Row(y));
        return part;

        int Fitting(int cell) => (Math.Max(1, (side - ImageGrid.Gap) / (cell + ImageGrid.Gap)) * (cell + ImageGrid.Gap)) + ImageGrid.Gap;
    }

    /// <summary>The epoch in a picture's name, and the step if it is within the epoch; null for a file that is none.</summary>
    private static (int Epoch, long Step)? MomentOf(string path)
    {
        string name = Path.GetFileName(path);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        string[] parts = name[Prefix.Length..^Suffix.Length].Split(WithinEpoch);
        long step = long.MaxValue;
        return parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) && epoch > 0
            && (parts.Length == 1 || long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out step))
                ? (epoch, step)
                : null;
    }

    private static string Words((int Epoch, long Step) moment) => moment.Step == long.MaxValue
        ? FormattableString.Invariant($"epoch {moment.Epoch}")
        : FormattableString.Invariant($"step {moment.Step:N0}");
}
