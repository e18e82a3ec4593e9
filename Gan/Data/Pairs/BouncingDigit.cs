using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// One digit in a square of 32×32, which moves by a quarter of its way each frame: the smallest videos that have a content and a motion.
/// Half of the empty margin of a digit may leave the square, so that it has 8 pixels to go; see <see cref="MovingImages"/>.
/// </summary>
public sealed class BouncingDigit : FramePairing
{
    internal const string Choice = "bouncing";

    /// <summary>Pixels in a row of a frame.</summary>
    public const int Side = 32;

    private const int TrainVideos = 10_000, TestVideos = 2_000, TestLength = Before + 20;

    private static readonly MovingImages Images = new(Side, Count: 1, Step: 0.25, Margin: 2);

    public override string Name => Choice;

    public override string Description => $"{Before} frames of one image that bounces in a small square → the next frame";

    public override bool ShowsOneImage => true;

    public override Videos LoadVideos(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading, int? length = null) =>
        part == DatasetPart.Train
            ? Images.Make(data, part, target, reading, TrainVideos, length ?? Before + 1)
            : Images.Make(data, part, target, reading, TestVideos, length ?? TestLength);
}
