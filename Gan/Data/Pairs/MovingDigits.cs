using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Moving MNIST (Srivastava, Mansimov, Salakhutdinov 2015): two digits in a square of 64×64, which move by a tenth of their way each
/// frame; see <see cref="MovingImages"/>.
/// </summary>
public sealed class MovingDigits : FramePairing
{
    internal const string Choice = "moving";

    /// <summary>Pixels in a row of a frame.</summary>
    public const int Side = 64;

    private const int TrainVideos = 10_000, TestVideos = 500, TestLength = Before + 20;

    private static readonly MovingImages Images = new(Side, Count: 2, Step: 0.1, Margin: 0);

    public override string Name => Choice;

    public override string Description => $"{Before} frames of two images that bounce in a square → the next frame";

    public override Videos LoadVideos(
        string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading, int? length = null) =>
        part == DatasetPart.Train
            ? Images.Make(data, part, target, reading, TrainVideos, length ?? Before + 1)
            : Images.Make(data, part, target, reading, TestVideos, length ?? TestLength);
}
