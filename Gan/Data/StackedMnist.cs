using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data;

/// <summary>
/// <c>stacked-mnist</c>: three digits drawn at random as the red, green and blue of one image, 1,000 modes to lose (Srivastava et al. 2017,
/// arXiv 1705.07761). As many images as in PacGAN (arXiv 1712.04086), made of MNIST the same way each time: image i is a pure function of
/// i.
/// </summary>
internal static class StackedMnist
{
    public const string Name = "stacked-mnist";

    private const int Channels = 3, TrainCount = 128_000, TestCount = 26_000;

    /// <summary>Separates this random stream from all others of the same seed: "STCK" in the stream's upper half.</summary>
    private const ulong Seed = 1, Stream = 0x5354434BUL << 32;

    /// <param name="digits">MNIST's images of the same part.</param>
    public static ImageSet Make(ImageSet digits, DatasetPart part)
    {
        int count = part == DatasetPart.Train ? TrainCount : TestCount, plane = digits.Format.Size;
        if (digits.Channels != 1)
            throw new InputException(
                $"{Name} is made of gray digits, but the images of {digits.Name} are {digits.Format}; put the original files back.");
        byte[] pixels = new byte[count * Channels * plane];
        var random = new PhiloxWords(Seed, Stream | (uint)part);
        for (int p = 0; p < count * Channels; p++)
            digits.Image((int)random.Below((uint)digits.Count)).CopyTo(pixels.AsSpan(p * plane, plane));
        return new ImageSet(Name, digits.Format with { Channels = Channels }, pixels);
    }
}
