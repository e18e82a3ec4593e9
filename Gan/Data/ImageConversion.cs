using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// One image into another size or colour. Alpha is composited on black (the paper of MNIST-like data), colours become gray by Rec. 601 luma
/// (0.299 R + 0.587 G + 0.114 B), and each axis is resized on its own: by the average over the covered box where it shrinks, by
/// linear interpolation between pixel centres where it grows. Rounding happens once, at the end.
/// </summary>
public sealed class ImageConversion(ImageFormat source, ImageFormat target)
{
    private readonly ImageFormat _target = target.Channels is 1 or 3
        ? target
        : throw new ArgumentException($"The target is {target}, expected gray or RGB.", nameof(target));

    private readonly AxisResize _columns = new(source.Width, target.Width);
    private readonly AxisResize _rows = new(source.Height, target.Height);

    // Scratch of one plane: as read, narrowed or widened, and resized both ways.
    private readonly float[] _plane = new float[source.Height * source.Width];
    private readonly float[] _narrowed = new float[source.Height * target.Width];
    private readonly float[] _resized = new float[target.Height * target.Width];

    /// <summary>Converts one image, planes to planes.</summary>
    /// <param name="from">C × H × W bytes of the source format.</param>
    /// <param name="to">C × H × W bytes of the target format.</param>
    public void Convert(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int area = _target.Height * _target.Width;
        for (int c = 0; c < _target.Channels; c++)
        {
            Span<byte> plane = to.Slice(c * area, area);
            if (c > 0 && source.Channels < 3)
            {
                // Gray to RGB: three times the same plane.
                to[..area].CopyTo(plane);
                continue;
            }

            ReadPlane(from, c);
            _columns.Apply(_plane, _narrowed, lines: source.Height, lineStride: source.Width, step: 1, _target.Width, 1);
            ResizeRows(plane);
        }
    }

    /// <summary>Room for <paramref name="count"/> images.</summary>
    /// <exception cref="InputException">More than an array holds.</exception>
    internal static byte[] Allocate(string name, int count, ImageFormat format)
    {
        long bytes = (long)count * format.Size;
        if (bytes > Array.MaxLength)
            throw new InputException(
                $"{name}: {count:N0} images of {format} take {bytes:N0} bytes, expected at most {Array.MaxLength:N0}; use fewer or " +
                "smaller images.");
        return new byte[bytes];
    }

    /// <summary>The word about what was done.</summary>
    internal static string Describe(int count, IReadOnlyCollection<ImageFormat> sources, ImageFormat target)
    {
        ImageFormat first = sources.First();
        string from = sources.Count == 1 ? first.ToString() : $"{sources.Count} sizes and colours ({first}, …)";
        bool distorted = sources.Any(format => (long)format.Width * target.Height != (long)format.Height * target.Width);
        string images = count == 1 ? "image" : "images", warning = distorted ? ", which changed proportions" : "";
        return $"{count:N0} {images} converted from {from} to {target}{warning}";
    }

    /// <summary>Channel <paramref name="c"/> of the target, still in the source's size.</summary>
    private void ReadPlane(ReadOnlySpan<byte> from, int c)
    {
        int area = _plane.Length;
        bool colour = source.Channels >= 3;
        bool alpha = source.Channels is 2 or 4;
        for (int i = 0; i < area; i++)
        {
            float value = !colour ? from[i]
                : _target.Channels == 3 ? from[(c * area) + i]
                : (0.299f * from[i]) + (0.587f * from[area + i]) + (0.114f * from[(2 * area) + i]);
            _plane[i] = alpha ? value * from[((source.Channels - 1) * area) + i] / 255 : value;
        }
    }

    private void ResizeRows(Span<byte> plane)
    {
        _rows.Apply(_narrowed, _resized, lines: _target.Width, lineStride: 1, step: _target.Width, 1, _target.Width);
        for (int i = 0; i < _resized.Length; i++)
            plane[i] = (byte)Math.Clamp(MathF.Round(_resized[i]), 0, 255);
    }
}
