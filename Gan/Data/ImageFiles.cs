using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Data;

/// <summary>Images that are not decoded yet, with the files or rows that they lie in.</summary>
internal interface IEncodedImages
{
    int Count { get; }

    /// <summary>All of them in their order, in pieces that fit into memory together.</summary>
    IEnumerable<IReadOnlyList<EncodedImage>> Pieces();
}

/// <summary>Files of images, which are opened one by one.</summary>
internal sealed class FilesOfImages(IReadOnlyList<string> files) : IEncodedImages
{
    public int Count => files.Count;

    public IEnumerable<IReadOnlyList<EncodedImage>> Pieces() => [[.. files.Select(file => new EncodedImage(file, Bytes: null))]];
}

/// <summary>
/// Reads many image files into one <see cref="ImageSet"/>, on all cores. Each image is converted immediately, so that large photographs do
/// not accumulate in memory; the result does not depend on the order of completion.
/// </summary>
internal sealed class ImageFiles(string name, IEncodedImages images, ImageReading reading)
{
    private readonly ImageFormat[] found = new ImageFormat[images.Count];
    private readonly byte[]?[] alphas = new byte[]?[images.Count];
    private readonly InputException?[] problems = new InputException?[images.Count];
    private readonly string[] names = new string[images.Count];

    public ImageFiles(string name, IReadOnlyList<string> files, ImageReading reading)
        : this(name, new FilesOfImages(files), reading)
    {
    }

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
        byte[] pixels = ImageConversion.Allocate(name, images.Count, format);
        var allCores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        int first = 0;
        LoadingBar.Show(images.Count, advance =>
        {
            foreach (IReadOnlyList<EncodedImage> piece in images.Pieces())
            {
                ParallelLoopResult done = Parallel.For(0, piece.Count, allCores, (k, loop) =>
                {
                    int i = first + k;
                    // After an error the files before it are still processed, so that the reported error is the first in file order.
                    if (!Read(piece[k], i, format, pixels.AsMemory(i * format.Size, format.Size)))
                        loop.Break();
                    advance();
                });
                first += piece.Count;
                if (!done.IsCompleted)
                    return;
            }
        });
        if (!reading.SkipBad && Array.Find(problems, problem => problem != null) is { } bad)
            throw new InputException($"{bad.Message.TrimEnd('.')}; --skip-bad-images skips damaged images.", bad);

        int[] good = [.. Enumerable.Range(0, images.Count).Where(i => problems[i] == null)];
        int[] converted = [.. good.Where(i => found[i] != format)];
        if (Array.Find(problems, problem => problem != null) is { } skipped)
            notes.Add(
                $"{Count(images.Count - good.Length, "damaged image", "damaged images")} skipped; the first: "
                + $"{PlainText.Sentence(skipped.Message.TrimEnd('.'))}");
        if (converted.Length > 0)
            notes.Add(ImageConversion.Describe(converted.Length, [.. converted.Select(i => found[i]).Distinct()], format, reading.Fit));
        Compositing.Lay(pixels, format, alphas, found, reading.Background, notes);
        var all = new ImageSet(name, format, pixels, labels, classNames, notes) { Files = names };
        return good.Length == images.Count ? all : all.Select(good);
    }

    internal static string Count(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    /// <summary>The format of the first image that can be read.</summary>
    private ImageFormat FirstFormat()
    {
        int i = 0;
        foreach (EncodedImage image in images.Pieces().SelectMany(piece => piece))
        {
            i++;
            try
            {
                return ImageReader.Read(image, decoded => decoded.Format);
            }
            catch (InputException) when (reading.SkipBad && i < images.Count)
            {
                // The file is visited, and counted, again later.
            }
        }

        throw new InputException($"{name} holds no images, expected at least one; choose other data.");
    }

    /// <summary>Reads one file; returns whether to continue.</summary>
    private bool Read(EncodedImage image, int i, ImageFormat format, Memory<byte> place)
    {
        names[i] = image.Name;
        try
        {
            (found[i], alphas[i]) = ImageReader.Read(
                image, decoded => (decoded.Format, ImageConversion.Convert(decoded, format, reading.Fit, place.Span)));
            return true;
        }
        catch (InputException error)
        {
            problems[i] = error;
            return reading.SkipBad;
        }
    }
}
