using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// A is the image in gray, B the image in the colour of its class: the hues are spread evenly around the colour wheel. Whoever colours A
/// right has recognised what it shows.
/// </summary>
public sealed class Colours : MadePairing
{
    private const int Channels = 3;

    public override string Name => "colours";

    public override string Description => "gray → coloured by its class";

    /// <summary>Red, green and blue of a class, 0 … 1 each, the largest 1.</summary>
    /// <param name="label">The class.</param>
    /// <param name="classes">Number of classes.</param>
    public static (float Red, float Green, float Blue) Of(int label, int classes)
    {
        float hue = 6f * label / Math.Max(classes, 1);
        return (Part(hue), Part(hue + 4), Part(hue + 2));

        // 1 within 60° of the channel's own hue, 0 opposite, a straight line between.
        static float Part(float hue) => Math.Clamp(MathF.Abs((hue % 6) - 3) - 1, 0, 1);
    }

    protected override ImageFormat FormatOf(ImageFormat image) => image with { Channels = Channels };

    protected override void Check(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.ClassCount < 2)
            throw new InputException(
                $"--pairs {Name} colours images by their class, and {images.Name} has no classes; give data with labels, or choose "
                + "another --pairs.");
    }

    protected override void Make(
        ReadOnlySpan<byte> image, ImageFormat format, int label, int classes, Span<byte> input, Span<byte> output)
    {
        (float red, float green, float blue) = Of(label, classes);
        int area = format.Height * format.Width;
        for (int pixel = 0; pixel < area; pixel++)
        {
            int brightness = Brightness(image, format, pixel);
            (input[pixel], input[area + pixel], input[(2 * area) + pixel]) = ((byte)brightness, (byte)brightness, (byte)brightness);
            output[pixel] = (byte)MathF.Round(red * brightness);
            output[area + pixel] = (byte)MathF.Round(green * brightness);
            output[(2 * area) + pixel] = (byte)MathF.Round(blue * brightness);
        }
    }
}
