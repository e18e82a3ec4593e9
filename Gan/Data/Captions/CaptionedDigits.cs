namespace GanFromScratch.Gan.Data.Captions;

/// <summary>
/// Images of two digits side by side, with a caption that says which, how they are written, and which is left of which. Image i is a pure
/// function of i and of the data's part, so training and test never share a digit.
/// </summary>
internal static class CaptionedDigits
{
    private const int TrainCount = 60_000, TestCount = 10_000;

    /// <summary>Separates this random stream from all others of the same seed: "CAPT" in the stream's upper half.</summary>
    private const ulong Seed = 1, Stream = 0x43415054UL << 32;

    /// <summary>Of an image: two of MNIST's beside each other.</summary>
    public static ImageFormat Format { get; } = ImageFormat.Mnist with { Width = 2 * ImageFormat.Mnist.Width };

    /// <summary>Whether images are digits: gray, with labels that are numbers from 0 to 9.</summary>
    public static bool AreDigits(ImageSet images) =>
        images is { ClassCount: DigitLooks.Digits, ClassNames: null } && images.Format == ImageFormat.Mnist;

    /// <param name="digits">Of a part of the data.</param>
    /// <param name="looks">Of the training part.</param>
    /// <returns>Labels are the numbers of captions.</returns>
    public static ImageSet Make(ImageSet digits, DigitLooks looks, DatasetPart part)
    {
        int count = part == DatasetPart.Train ? TrainCount : TestCount;
        byte[] pixels = new byte[count * Format.Size];
        int[] labels = new int[count];
        var random = new PhiloxWords(Seed, Stream | (uint)part);
        for (int i = 0; i < count; i++)
        {
            int left = (int)random.Below((uint)digits.Count), right = (int)random.Below((uint)digits.Count);
            bool fromLeft = random.Below(2) == 0;
            Span<byte> image = pixels.AsSpan(i * Format.Size, Format.Size);
            Paste(digits.Image(left), image);
            Paste(digits.Image(right), image[digits.Width..]);
            labels[i] = new DigitCaption(Describe(left), Describe(right), fromLeft).Number;
        }

        return new ImageSet(digits.Name, Format, pixels, labels, DigitCaption.All.Texts, digits.Notes);

        DigitPhrase Describe(int i) => looks.Describe(digits.Image(i), digits.Width, digits.Labels![i]);
    }

    /// <summary>The halves of images, the left one first.</summary>
    public static ImageSet Halves(ImageSet images)
    {
        int width = images.Width / 2;
        var half = images.Format with { Width = width };
        byte[] pixels = new byte[images.Pixels.Length];
        for (int row = 0; row < images.Pixels.Length / images.Width; row++)
        {
            // Rows of one image: channel by channel, from the top.
            (int image, int line) = Math.DivRem(row, images.Channels * images.Height);
            for (int side = 0; side < 2; side++)
            {
                images.Pixels.AsSpan((row * images.Width) + (side * width), width)
                    .CopyTo(pixels.AsSpan((((2 * image) + side) * half.Size) + (line * width)));
            }
        }

        return new ImageSet(images.Name, half, pixels);
    }

    private static void Paste(ReadOnlySpan<byte> digit, Span<byte> image)
    {
        for (int row = 0; row < ImageFormat.Mnist.Height; row++)
            digit.Slice(row * ImageFormat.Mnist.Width, ImageFormat.Mnist.Width).CopyTo(image[(row * Format.Width)..]);
    }
}
