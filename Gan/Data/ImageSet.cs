using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data;

/// <summary>Images of one format in memory, with their classes where these are known.</summary>
public sealed class ImageSet
{
    /// <param name="name">What the user calls it: "mnist", or a path.</param>
    /// <param name="format">Height and width of every image; 1 channel or 3.</param>
    /// <param name="pixels">N × C × H × W bytes, 0 … 255, ink as stored; kept, not copied.</param>
    /// <param name="labels">N class numbers from 0 on, or null.</param>
    /// <param name="classNames">A name for each class, or null.</param>
    /// <param name="notes">How the images were converted when they were read, a sentence each.</param>
    /// <exception cref="InputException">The sizes do not fit together.</exception>
    public ImageSet(
        string name, ImageFormat format, byte[] pixels, int[]? labels = null, IReadOnlyList<string>? classNames = null,
        IEnumerable<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (format.Channels is not (1 or 3) || format.Height < 1 || format.Width < 1 || pixels.Length % format.Size != 0)
            throw new InputException(
                $"{name}: {pixels.Length:N0} bytes are no whole number of images of {format}; check the size of the images.");

        (Name, Format, Pixels, Labels, ClassNames, Notes) = (name, format, pixels, labels, classNames, [.. notes ?? []]);
        if (labels is not null && labels.Length != Count)
            throw new InputException($"{name}: there are {labels.Length:N0} labels for {Count:N0} images; use files that belong together.");
        if (labels?.FirstOrDefault(label => label < 0) is int bad and not 0)
            throw new InputException($"{name}: a label is {bad}, expected 0 or more; correct the labels.");
    }

    public string Name { get; }

    public ImageFormat Format { get; }

    /// <summary>N × C × H × W bytes, 0 … 255.</summary>
    public byte[] Pixels { get; }

    /// <summary>N class numbers from 0 on, or null.</summary>
    public int[]? Labels { get; }

    /// <summary>A name for each class, or null where classes are only numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The file of each image; null where one file holds them all.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>How the images were converted when they were read, such as "1,203 images converted from 32×32 RGB to 28×28 gray".</summary>
    public IReadOnlyList<string> Notes { get; }

    public int Count => Pixels.Length / Format.Size;

    public int Channels => Format.Channels;

    public int Height => Format.Height;

    public int Width => Format.Width;

    /// <summary>1 + the highest label; 0 without labels.</summary>
    public int ClassCount => Labels is { Length: > 0 } ? Math.Max(Labels.Max() + 1, ClassNames?.Count ?? 0) : 0;

    /// <summary>Image <paramref name="i"/>: C × H × W bytes.</summary>
    public ReadOnlySpan<byte> Image(int i) => Pixels.AsSpan(i * Format.Size, Format.Size);

    /// <summary>How many images each class has; empty without labels.</summary>
    public int[] CountByClass()
    {
        var counts = new int[ClassCount];
        foreach (int label in Labels ?? [])
            counts[label]++;
        return counts;
    }

    /// <summary>The images with the given indices, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0 … Count − 1.</exception>
    public ImageSet Select(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[(long)indices.Length * Format.Size];
        int[]? labels = Labels is null ? null : new int[indices.Length];
        string[]? files = Files is null ? null : new string[indices.Length];
        for (int k = 0; k < indices.Length; k++)
        {
            Image(indices[k]).CopyTo(pixels.AsSpan(k * Format.Size));
            if (labels is not null)
                labels[k] = Labels![indices[k]];
            if (files is not null)
                files[k] = Files![indices[k]];
        }

        return new ImageSet(Name, Format, pixels, labels, ClassNames, Notes) { Files = files };
    }

    /// <summary>The first <paramref name="count"/> images, or all where there are fewer.</summary>
    public ImageSet Take(int count) => Select([.. Enumerable.Range(0, Math.Min(count, Count))]);

    /// <summary>The same images in another size or colour; says so in <see cref="Notes"/>. Itself if nothing is converted.</summary>
    /// <exception cref="InputException">The result would not fit into an array.</exception>
    public ImageSet ConvertTo(ImageFormat target)
    {
        if (target == Format)
            return this;
        using var pixels = new StoredPixels(this);
        ImageSet set = PixelReader.Load(
            Name, pixels, Labels, ClassNames, _ => target, ImageReading.Default with { Fit = Fit.Stretch }, [.. Notes]);
        return new ImageSet(Name, target, set.Pixels, Labels, ClassNames, set.Notes) { Files = Files };
    }
}
