using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// The sub-folders A and B of a folder, whose images do not belong together: any names, and not as many. Those of the smaller folder are
/// repeated.
/// </summary>
public sealed class UnpairedFolders : Pairing
{
    public override string Name => "unpaired";

    public override string Description => $"sub-folders {PairFolders.InputFolder} and {PairFolders.OutputFolder} of any images";

    public override bool Matches => false;

    public override ImagePairs Load(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reading);
        PairFolders.Check(this, data);
        ImageSet outputs = ImageFolder.Load(Path.Combine(data, PairFolders.OutputFolder), target, reading);
        ImageSet inputs = ImageFolder.Load(Path.Combine(data, PairFolders.InputFolder), _ => outputs.Format, reading);
        int count = Math.Max(inputs.Count, outputs.Count);
        return new ImagePairs(Repeat(inputs), Repeat(outputs)) { Match = false };

        ImageSet Repeat(ImageSet images) =>
            images.Count == count ? images : images.Select([.. Enumerable.Range(0, count).Select(i => i % images.Count)]);
    }
}
