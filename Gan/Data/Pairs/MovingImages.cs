using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Videos of images that move in a square and bounce off its sides, as Moving MNIST has them (Srivastava, Mansimov, Salakhutdinov 2015,
/// "Unsupervised Learning of Video Representations using LSTMs"). As in the authors' code an image begins anywhere and moves in any
/// direction by a share of its way from side to side each frame, its place is rounded down to whole pixels, and where images overlap the
/// brighter pixel shows. Video i is a pure function of i and of the data's part, so training and test never share an image.
/// </summary>
/// <param name="Side">Pixels in a row of a frame.</param>
/// <param name="Count">Images in a video.</param>
/// <param name="Step">Of the way from side to side, in one frame.</param>
/// <param name="Margin">Pixels of an image that may leave the square, on each of its sides: MNIST's are empty there.</param>
internal sealed record MovingImages(int Side, int Count, double Step, int Margin)
{
    /// <summary>Separates this random stream from all others of the same seed: "VIDE" in the stream's upper half.</summary>
    private const ulong Seed = 1, Stream = 0x56494445UL << 32;

    /// <summary>Videos of images of 28×28 pixels; of one image each, its frames have its label.</summary>
    /// <inheritdoc cref="Pairing.Load" path="/param"/>
    /// <param name="videos">How many.</param>
    /// <param name="length">Frames of each.</param>
    public Videos Make(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading, int videos, int length)
    {
        ImageSet images = DatasetCatalog.Default.Load(data, part, _ => ImageFormat.Mnist, reading);
        var format = new ImageFormat(1, Side, Side);
        byte[] pixels = ImageConversion.Allocate(images.Name, videos * length, format);
        int size = length * format.Size;
        int[]? labels = Count == 1 && images.Labels != null ? new int[videos * length] : null;
        Parallel.For(0, videos, i =>
        {
            int shown = Draw(images, Stream | ((ulong)part << 30) | (uint)i, pixels.AsSpan(i * size, size));
            labels?.AsSpan(i * length, length).Fill(images.Labels![shown]);
        });
        return new Videos(
            new ImageSet(images.Name, format, pixels, labels, images.ClassNames, images.Notes).ConvertTo(target(format)), length);
    }

    /// <summary>One video.</summary>
    /// <param name="frames">Black, to be drawn on.</param>
    /// <returns>Which image it shows last.</returns>
    private int Draw(ImageSet images, ulong stream, Span<byte> frames)
    {
        int area = Side * Side;
        var random = new PhiloxWords(Seed, stream);
        int chosen = 0;
        for (int d = 0; d < Count; d++)
        {
            chosen = (int)random.Below((uint)images.Count);
            ReadOnlySpan<byte> image = images.Image(chosen);
            double x = Share(ref random), y = Share(ref random);
            (double down, double right) = Math.SinCos(2 * Math.PI * Share(ref random));
            for (int t = 0; t < frames.Length / area; t++)
            {
                (x, right) = Move(x, right);
                (y, down) = Move(y, down);
                Paste(image, images.Format, frames.Slice(t * area, area), x, y);
            }
        }

        return chosen;
    }

    /// <summary>A step along one axis; at a side the direction turns.</summary>
    private (double Place, double Direction) Move(double place, double direction)
    {
        double next = place + (Step * direction);
        return next is <= 0 or >= 1 ? (Math.Clamp(next, 0, 1), -direction) : (next, direction);
    }

    /// <param name="x">0 at the left side, 1 at the right one.</param>
    /// <param name="y">0 at the upper side, 1 at the lower one.</param>
    private void Paste(ReadOnlySpan<byte> image, ImageFormat format, Span<byte> frame, double x, double y)
    {
        int left = Begin(x, format.Width), top = Begin(y, format.Height);
        for (int i = 0; i < image.Length; i++)
        {
            (int row, int column) = (top + (i / format.Width), left + (i % format.Width));
            if (row < 0 || row >= Side || column < 0 || column >= Side)
                continue;
            ref byte pixel = ref frame[(row * Side) + column];
            pixel = Math.Max(pixel, image[i]);
        }

        int Begin(double place, int size) => (int)(place * (Side - size + (2 * Margin))) - Margin;
    }

    /// <summary>0 to 1.</summary>
    private static double Share(ref PhiloxWords random) => random.Next() / (double)uint.MaxValue;
}
