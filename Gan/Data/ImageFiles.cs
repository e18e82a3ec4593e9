using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// Reads many image files into one <see cref="ImageSet"/>, on all cores. Each image is converted immediately, so that large photographs do
/// not accumulate in memory; the result does not depend on the order of completion.
/// </summary>
internal sealed class ImageFiles(string name, IReadOnlyList<string> files, ImageReading reading)
{
    private readonly ImageFormat[] found = new ImageFormat[files.Count];
    private readonly byte[]?[] alphas = new byte[]?[files.Count];
    private readonly InputException?[] problems = new InputException?[files.Count];

    /// <param name="target">The format wanted, given that of the first file without its alpha; null keeps that one.</param>
    /// <param name="labels">A class for each file, or null.</param>
    /// <param name="classNames">A name for each class, or null.</param>
    /// <param name="notes">Additional notes.</param>
    /// <exception cref="InputException">A file cannot be read; it is named.</exception>
    public ImageSet Load(Func<ImageFormat, ImageFormat>? target, int[]? labels, IReadOnlyList<string>? classNames, List<string> notes)
    {
        ImageFormat format = FirstFormat().Opaque;
        if (target != null)
            format = target(format);
        byte[] pixels = ImageConversion.Allocate(name, files.Count, format);
        var allCores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        LoadingBar.Show(files.Count, advance => Parallel.For(0, files.Count, allCores, (i, loop) =>
        {
            // After an error the files before it are still processed, so that the reported error is the first in file order.
            if (!Read(i, format, pixels.AsMemory(i * format.Size, format.Size)))
                loop.Break();
            advance();
        }));
        if (!reading.SkipBad && Array.Find(problems, problem => problem != null) is { } first)
            throw new InputException($"{first.Message.TrimEnd('.')}; --skip-bad-images skips damaged images.", first);

        int[] good = [.. Enumerable.Range(0, files.Count).Where(i => problems[i] == null)];
        int[] converted = [.. good.Where(i => found[i] != format)];
        if (Array.Find(problems, problem => problem != null) is { } bad)
            notes.Add(
                $"{Count(files.Count - good.Length, "damaged image", "damaged images")} skipped; the first: "
                + $"{bad.Message.TrimEnd('.')}");
        if (converted.Length > 0)
            notes.Add(ImageConversion.Describe(converted.Length, [.. converted.Select(i => found[i]).Distinct()], format));
        LayOnBackground(pixels, format, notes);
        var all = new ImageSet(name, format, pixels, labels, classNames, notes) { Files = files };
        return good.Length == files.Count ? all : all.Select(good);
    }

    internal static string Count(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    /// <summary>The format of the first image that can be read.</summary>
    private ImageFormat FirstFormat()
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return ImageReader.Read(files[i], image => image.Format);
            }
            catch (InputException) when (reading.SkipBad && i + 1 < files.Count)
            {
                // The file is visited, and counted, again later.
            }
        }
    }

    /// <summary>Reads one file; returns whether to continue.</summary>
    private bool Read(int i, ImageFormat format, Memory<byte> place)
    {
        try
        {
            (found[i], alphas[i]) = ImageReader.Read(files[i], image => (image.Format, ImageConversion.Convert(image, format, place.Span)));
            return true;
        }
        catch (InputException error)
        {
            problems[i] = error;
            return reading.SkipBad;
        }
    }

    /// <summary>Whether drawings are dark is decided for all images together, so that they all get the same background.</summary>
    private void LayOnBackground(byte[] pixels, ImageFormat format, List<string> notes)
    {
        long drawn = 0, light = 0;
        int area = format.Height * format.Width;
        int[] transparent = [.. Enumerable.Range(0, files.Count).Where(i => alphas[i] != null)];
        if (transparent.Length == 0)
            return;
        foreach (int i in transparent)
        {
            for (int p = 0; p < format.Size; p++)
            {
                drawn += alphas[i]![p % area];
                light += alphas[i]![p % area] * pixels[(i * format.Size) + p];
            }
        }

        (var colour, string words) = reading.Background.For(dark: light * 2 < drawn * byte.MaxValue);
        foreach (int i in transparent)
            ImageConversion.LayOn(colour, pixels.AsSpan(i * format.Size, format.Size), alphas[i]);
        notes.Add($"{Count(transparent.Length, "image", "images")} with transparent pixels laid on {words}");
    }
}
