namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// A is the negative of B, turned by 20° to the left around the centre (bilinear interpolation, black beyond the border of B), in orange.
/// </summary>
public sealed class Negatives : MadePairing
{
    private const int Channels = 3;
    private const float Angle = 20 * MathF.PI / 180;
    private static readonly float[] Orange = [1f, 0.6f, 0.2f];

    public override string Name => "negatives";

    public override string Description => "turned negative in orange → image";

    public override bool KeepsImages => true;

    protected override ImageFormat FormatOf(ImageFormat image) => image with { Channels = Channels };

    protected override void Make(
        ReadOnlySpan<byte> image, ImageFormat format, int label, int classes, Span<byte> input, Span<byte> output)
    {
        image.CopyTo(output);
        int area = format.Height * format.Width;
        (float sine, float cosine) = MathF.SinCos(Angle);
        for (int pixel = 0; pixel < area; pixel++)
        {
            float x = (pixel % format.Width) - ((format.Width - 1) / 2f), y = (pixel / format.Width) - ((format.Height - 1) / 2f);
            float negative = byte.MaxValue - At(image, format, (cosine * x) - (sine * y), (sine * x) + (cosine * y));
            for (int c = 0; c < Channels; c++)
                input[(c * area) + pixel] = (byte)MathF.Round(Orange[c] * negative);
        }
    }

    /// <summary>The brightness at a place between pixels; 0 beyond the border.</summary>
    /// <param name="x">To the right of the centre.</param>
    /// <param name="y">Below it.</param>
    private static float At(ReadOnlySpan<byte> image, ImageFormat format, float x, float y)
    {
        (x, y) = (x + ((format.Width - 1) / 2f), y + ((format.Height - 1) / 2f));
        (int left, int top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        (float right, float bottom) = (x - left, y - top);
        return ((1 - bottom) * (((1 - right) * Pixel(image, top, left)) + (right * Pixel(image, top, left + 1))))
            + (bottom * (((1 - right) * Pixel(image, top + 1, left)) + (right * Pixel(image, top + 1, left + 1))));

        float Pixel(ReadOnlySpan<byte> image, int row, int column) =>
            row >= 0 && row < format.Height && column >= 0 && column < format.Width
                ? Brightness(image, format, (row * format.Width) + column)
                : 0;
    }
}
