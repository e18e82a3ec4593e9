using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data;

/// <summary>Pixels of images of one format, as a file stores them, read from front to back.</summary>
internal interface IPixels : IDisposable
{
    int Count { get; }

    /// <summary>1 channel or 3.</summary>
    ImageFormat Format { get; }

    /// <summary>Reads the next images, C × H × W bytes each, as many as there is room for.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    void Read(Span<byte> images);
}

/// <summary>
/// Makes an <see cref="ImageSet"/> of stored pixels. They are converted in pieces as they are read: beside the result there are a few
/// megabytes at a time, or one large image.
/// </summary>
internal static class PixelReader
{
    private const int PieceBytes = 8 << 20;

    private static readonly MemoryBudget Budget = new(ImageLimits.BytesInFlight);

    /// <param name="name">What the set is called.</param>
    /// <param name="labels">One for each image, or null.</param>
    /// <param name="target">The format wanted, given the stored one; null keeps that.</param>
    /// <param name="notes">What is said of the data so far.</param>
    /// <param name="transposed">Whether rows and columns change places.</param>
    /// <exception cref="InputException">The pixels cannot be read, or are too many.</exception>
    public static ImageSet Load(
        string name, IPixels pixels, int[]? labels, IReadOnlyList<string>? classNames, Func<ImageFormat, ImageFormat>? target,
        ImageReading reading, List<string> notes, bool transposed = false)
    {
        ImageFormat stored = pixels.Format;
        ImageFormat source = transposed ? stored with { Height = stored.Width, Width = stored.Height } : stored;
        ImageFormat format = target == null ? source : target(source);
        byte[] all = ImageConversion.Allocate(name, pixels.Count, format);
        int piece = Math.Clamp(PieceBytes / stored.Size, 1, Math.Max(pixels.Count, 1));
        byte[] buffer = format == source && !transposed ? [] : new byte[piece * stored.Size];
        byte[] turned = transposed ? new byte[stored.Size] : [];
        byte[]? covered = null;
        for (int first = 0; first < pixels.Count; first += piece)
        {
            int count = Math.Min(piece, pixels.Count - first);
            Memory<byte> place = all.AsMemory(first * format.Size, count * format.Size);
            if (buffer.Length == 0)
            {
                pixels.Read(place.Span);
                continue;
            }

            Memory<byte> read = buffer.AsMemory(0, count * stored.Size);
            pixels.Read(read.Span);
            for (int i = 0; i < count && transposed; i++)
                Transpose(read.Span.Slice(i * stored.Size, stored.Size), stored, turned);
            covered = Convert(read, source, place, format, reading.Fit) ?? covered;
        }

        if (transposed)
            notes.Add("images set upright: rows and columns have changed places (--transpose false leaves them)");
        if (format != source)
            notes.Add(ImageConversion.Describe(pixels.Count, [source], format, reading.Fit));
        if (covered != null)
        {
            byte[]?[] alphas = new byte[]?[pixels.Count];
            ImageFormat[] found = new ImageFormat[pixels.Count];
            Array.Fill(alphas, covered);
            Array.Fill(found, source);
            Compositing.Lay(all, format, alphas, found, reading.Background, notes);
        }

        return new ImageSet(name, format, all, labels, classNames, notes);
    }

    /// <returns>Which pixels of the target are covered; null for all.</returns>
    private static byte[]? Convert(Memory<byte> from, ImageFormat source, Memory<byte> to, ImageFormat target, Fit fit)
    {
        if (source == target)
        {
            from.CopyTo(to);
            return null;
        }

        if (target.Channels == source.Channels && target.Height >= source.Height && target.Width >= source.Width
            && fit.For(source, target) == Fit.Stretch)
        {
            ImageConversion.Enlarge(from.Span, source, to.Span, target);
            return null;
        }

        byte[]? covered = null;
        int count = from.Length / source.Size;
        Parallel.For(0, count, i => Budget.While(ImageLimits.Cost(0, source.Width, source.Height), () =>
        {
            byte[]? alphas = ImageConversion.Convert(
                from.Span.Slice(i * source.Size, source.Size), source, to.Span.Slice(i * target.Size, target.Size), target, fit);
            if (i == 0)
                covered = alphas;
            return 0;
        }));
        return covered;
    }

    private static void Transpose(Span<byte> image, ImageFormat stored, Span<byte> turned)
    {
        int area = stored.Height * stored.Width;
        for (int c = 0; c < stored.Channels; c++)
        {
            for (int y = 0; y < stored.Height; y++)
            {
                for (int x = 0; x < stored.Width; x++)
                    turned[(c * area) + (x * stored.Height) + y] = image[(c * area) + (y * stored.Width) + x];
            }
        }

        turned.CopyTo(image);
    }
}

/// <summary>The pixels of images in memory.</summary>
internal sealed class StoredPixels(ImageSet images) : IPixels
{
    private int next;

    public int Count => images.Count;

    public ImageFormat Format => images.Format;

    public void Read(Span<byte> target)
    {
        images.Pixels.AsSpan(next, target.Length).CopyTo(target);
        next += target.Length;
    }

    public void Dispose()
    {
    }
}
