using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Forms;

/// <summary>
/// An array of images: N × H × W, N × H × W × C, N × C × H × W, or N × (H · W). Whole numbers are 0 to 255; floats are 0 to 1, −1 to 1,
/// or 0 to 255, whichever holds all of them: the array is read twice.
/// </summary>
internal sealed class NpyImages : IPixels
{
    /// <summary>A value is (value − low) · scale in 0 … 255.</summary>
    private sealed record ValueRange(double Low, double Scale, string? Words);

    private readonly NpyArray array;
    private readonly NpyArray.Elements elements;
    private readonly bool interleaved;
    private readonly ValueRange range = new(0, 1, null);
    private readonly byte[] image;
    private readonly double[] values;

    /// <exception cref="InputException">The array has another shape, or values outside of these ranges.</exception>
    public NpyImages(NpyArray array, ImageReading reading)
    {
        this.array = array;
        (ImageFormat format, interleaved) = array.Shape switch
        {
            [_, > 0 and var h, > 0 and var w] => (new ImageFormat(1, h, w), false),
            [_, > 0 and var h, > 0 and var w, (1 or 3) and var c] => (new ImageFormat(c, h, w), c > 1),
            [_, (1 or 3) and var c, > 0 and var h, > 0 and var w] => (new ImageFormat(c, h, w), false),
            [_, var n] => (PixelFormat.Of(n, reading) ?? throw PixelFormat.Unfit(array.Name, n, "values an image"), n % 3 == 0),
            _ => throw new InputException(
                $"{array.Name} has the shape {array.Words}, expected (N, H, W), (N, H, W, C) or (N, C, H, W) with 1 or 3 channels C; "
                + "reshape it."),
        };
        if (array.Shape[0] == 0)
            throw new InputException($"{array.Name} holds no images, expected at least one; choose another array.");
        interleaved &= format.Channels == 3;
        ImageLimits.CheckSize(array.Name, format.Width, format.Height);
        Format = format;
        image = new byte[Format.Size];
        values = array.IsBytes ? [] : new double[Format.Size];
        if (!array.IsBytes)
            range = FindRange();
        elements = array.Open();
    }

    public int Count => array.Shape[0];

    public ImageFormat Format { get; }

    /// <summary>What the values are taken for, for a note; null for bytes.</summary>
    public string? Range => range.Words;

    public void Read(Span<byte> images)
    {
        for (int at = 0; at < images.Length; at += image.Length)
        {
            Span<byte> planes = images.Slice(at, image.Length), read = interleaved ? image : planes;
            if (array.IsBytes)
                elements.Read(read);
            else
            {
                elements.Read(values);
                for (int i = 0; i < values.Length; i++)
                    read[i] = (byte)Math.Round((values[i] - range.Low) * range.Scale);
            }

            if (interleaved)
                PixelFormat.ToPlanes(image, planes, Format.Channels);
        }
    }

    public void Dispose() => elements.Dispose();

    private ValueRange FindRange()
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        using NpyArray.Elements all = array.Open();
        for (int i = 0; i < Count; i++)
        {
            all.Read(values);
            foreach (double value in values)
            {
                if (!double.IsFinite(value))
                    throw Outside("a value that is no finite number");
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
        }

        bool whole = !array.IsFloat;
        return least >= 0 && most <= 1 && !whole ? new(0, 255, "values from 0 to 1 are black to white")
            : least >= -1 && most <= 1 && !whole ? new(-1, 127.5, "values from -1 to 1 are black to white")
            : least >= 0 && most <= 255 ? new(0, 1, null)
            : throw Outside(string.Create(CultureInfo.InvariantCulture, $"values from {least:G6} to {most:G6}"));
    }

    private InputException Outside(string what) => new(
        $"{array.Name} has {what}, expected 0 to 255, or floats from 0 to 1 or from -1 to 1; rescale it.");
}
