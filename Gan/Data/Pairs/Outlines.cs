namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// A is the outline of B: the morphological gradient of its brightness (the brightest less the darkest of a pixel and its four neighbours),
/// white where that is half of the range or more.
/// </summary>
public sealed class Outlines : MadePairing
{
    private const int Threshold = 128;

    public override string Name => "outlines";

    public override string Description => "outline → image";

    public override bool KeepsImages => true;

    protected override void Make(
        ReadOnlySpan<byte> image, ImageFormat format, int label, int classes, Span<byte> input, Span<byte> output)
    {
        image.CopyTo(output);
        (int channels, int height, int width) = format;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int pixel = (y * width) + x, low = Brightness(image, format, pixel), high = low;
                Widen(image, x > 0, pixel - 1);
                Widen(image, x + 1 < width, pixel + 1);
                Widen(image, y > 0, pixel - width);
                Widen(image, y + 1 < height, pixel + width);
                for (int c = 0; c < channels; c++)
                    input[(c * height * width) + pixel] = high - low >= Threshold ? byte.MaxValue : byte.MinValue;

                void Widen(ReadOnlySpan<byte> image, bool isInside, int neighbour)
                {
                    if (!isInside)
                        return;
                    int brightness = Brightness(image, format, neighbour);
                    (low, high) = (Math.Min(low, brightness), Math.Max(high, brightness));
                }
            }
        }
    }
}
