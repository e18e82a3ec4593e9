using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Moving MNIST (Srivastava, Mansimov, Salakhutdinov 2015, "Unsupervised Learning of Video Representations using LSTMs"): two digits of
/// 28×28 pixels move in a square of 64×64 and bounce off its sides. As in the authors' code a digit begins anywhere, moves in any direction
/// by a tenth of its way from side to side each frame, its place is rounded down to whole pixels, and where digits overlap the brighter
/// pixel shows. Video i is a pure function of i and of the data's part, so training and test never share a digit.
/// </summary>
public sealed class MovingDigits : FramePairing
{
    internal const string Choice = "moving";

    /// <summary>Pixels in a row of a frame.</summary>
    public const int Side = 64;

    private const int Digits = 2, TrainVideos = 10_000, TestVideos = 500, TestLength = Before + 20;
    private const double Step = 0.1;

    /// <summary>Separates this random stream from all others of the same seed: "VIDE" in the stream's upper half.</summary>
    private const ulong Seed = 1, Stream = 0x56494445UL << 32;

    public override string Name => Choice;

    public override string Description => $"{Before} frames of two images that bounce in a square → the next frame";

    public override Videos LoadVideos(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ImageSet digits = DatasetCatalog.Default.Load(data, part, _ => ImageFormat.Mnist, reading);
        var format = new ImageFormat(1, Side, Side);
        (int videos, int length) = part == DatasetPart.Train ? (TrainVideos, Before + 1) : (TestVideos, TestLength);
        byte[] pixels = ImageConversion.Allocate(digits.Name, videos * length, format);
        int size = length * format.Size;
        Parallel.For(0, videos, i => Draw(digits, Stream | ((ulong)part << 30) | (uint)i, pixels.AsSpan(i * size, size)));
        return new Videos(new ImageSet(digits.Name, format, pixels, notes: digits.Notes).ConvertTo(target(format)), length);
    }

    /// <summary>One video.</summary>
    /// <param name="frames">Black, to be drawn on.</param>
    private static void Draw(ImageSet digits, ulong stream, Span<byte> frames)
    {
        const int Area = Side * Side;
        var random = new PhiloxWords(Seed, stream);
        for (int d = 0; d < Digits; d++)
        {
            ReadOnlySpan<byte> digit = digits.Image((int)random.Below((uint)digits.Count));
            double x = Share(ref random), y = Share(ref random);
            (double down, double right) = Math.SinCos(2 * Math.PI * Share(ref random));
            for (int t = 0; t < frames.Length / Area; t++)
            {
                (x, right) = Move(x, right);
                (y, down) = Move(y, down);
                Paste(digit, digits.Format, frames.Slice(t * Area, Area), x, y);
            }
        }
    }

    /// <summary>A step along one axis; at a side the direction turns.</summary>
    private static (double Place, double Direction) Move(double place, double direction)
    {
        double next = place + (Step * direction);
        return next is <= 0 or >= 1 ? (Math.Clamp(next, 0, 1), -direction) : (next, direction);
    }

    /// <param name="x">0 at the left side, 1 at the right one.</param>
    /// <param name="y">0 at the upper side, 1 at the lower one.</param>
    private static void Paste(ReadOnlySpan<byte> digit, ImageFormat format, Span<byte> frame, double x, double y)
    {
        int left = (int)(x * (Side - format.Width)), top = (int)(y * (Side - format.Height));
        for (int i = 0; i < digit.Length; i++)
        {
            ref byte pixel = ref frame[((top + (i / format.Width)) * Side) + left + (i % format.Width)];
            pixel = Math.Max(pixel, digit[i]);
        }
    }

    /// <summary>0 to 1.</summary>
    private static double Share(ref PhiloxWords random) => random.Next() / (double)uint.MaxValue;
}
