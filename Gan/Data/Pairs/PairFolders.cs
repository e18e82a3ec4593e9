using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>The sub-folders A and B of a folder: images of the same name, but for the extension, are a pair.</summary>
public sealed class PairFolders : Pairing
{
    internal const string Choice = "folders", InputFolder = "A", OutputFolder = "B";

    public override string Name => Choice;

    public override string Description => $"sub-folders {InputFolder} and {OutputFolder}, equal names";

    public override ImagePairs Load(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reading);
        Check(this, data);
        if (reading.SkipBad)
            throw new InputException($"--pairs {Name} needs every image of a pair; leave out --skip-bad-images.");
        string a = Path.Combine(data, InputFolder), b = Path.Combine(data, OutputFolder);
        CheckNames(a, b);
        ImageSet outputs = ImageFolder.Load(b, target, reading);
        return new ImagePairs(ImageFolder.Load(a, _ => outputs.Format, reading), outputs);
    }

    /// <summary>Whether a path is a folder with both sub-folders.</summary>
    internal static bool AreIn(string data) =>
        Directory.Exists(Path.Combine(data, InputFolder)) && Directory.Exists(Path.Combine(data, OutputFolder));

    /// <summary>Refuses a folder without the sub-folders.</summary>
    internal static void Check(Pairing pairing, string data)
    {
        if (!AreIn(data))
            throw new InputException(
                $"--pairs {pairing.Name}: expected a folder with the sub-folders {InputFolder} and {OutputFolder}, got {data}; make them, "
                + "or choose another --pairs.");
    }

    private void CheckNames(string a, string b)
    {
        string[] inA = NamesIn(a), inB = NamesIn(b);
        string? alone = inA.Except(inB).Select(name => $"{name} is in {a} and not in {b}")
            .Concat(inB.Except(inA).Select(name => $"{name} is in {b} and not in {a}")).FirstOrDefault();
        if (alone != null)
            throw new InputException($"--pairs {Name}: an image has no partner: {alone}; give both the same name.");
        if (inA.Length != inB.Length || inA.Distinct().Count() != inA.Length)
            throw new InputException(
                $"--pairs {Name}: {a} has {inA.Length:N0} images and {b} has {inB.Length:N0}, some with the same name but for the "
                + "extension; keep one of each name.");
    }

    /// <summary>The names of the images that lie in a folder, in the order in which they are read.</summary>
    private static string[] NamesIn(string folder)
    {
        var walk = new ImageWalk(folder);
        walk.Here();
        return [.. walk.Images.Select(image => Path.GetFileNameWithoutExtension(image))];
    }
}
