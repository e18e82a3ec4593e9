using System.IO.Hashing;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Training;

/// <summary>Says before training what would make it pointless: images that are all alike, test images among them, and the like.</summary>
internal static class DataCheck
{
    private const int FewBatches = 10, MostListed = 8;

    /// <summary>Notes on what a new run is about to learn, and whether its steps are enough for it.</summary>
    public static IReadOnlyList<string> Look(ISampleSource samples, TrainingOptions options)
    {
        var notes = new List<string>();
        if (samples is ImageSamples images)
            Look(images.Images, OwnTestImages(options, images.Images.Format), options, notes.Add);
        int steps = options.StepsPerEpoch(samples.Count);
        if (options.FewSteps(samples.Count) is string few)
            notes.Add(few);
        else if (samples is ImageSamples && !options.EpochIsOneBatch && steps is > 0 and < FewBatches)
            notes.Add(
                $"{samples.Count:N0} images make {ImageFiles.Count(steps, "step", "steps")} an epoch: fewer than {FewBatches} are few to "
                + "learn from");
        return notes;
    }

    /// <summary>Refuses images of a single class where a condition is to tell several apart, whatever their numbers.</summary>
    /// <exception cref="InputException">There is a condition, and all images are of one class.</exception>
    public static void CheckClasses(ISampleSource samples, TrainingOptions options)
    {
        int[] counts = samples is ImageSamples images ? images.Images.CountByClass() : [];
        if (counts.Length > 1 && counts.Count(count => count > 0) == 1)
            throw new InputException(
                $"--condition {options.Condition} needs at least 2 classes, and all images of --data {options.Data} are of class "
                + $"{Array.FindIndex(counts, count => count > 0)}; leave out --condition.");
    }

    private static void Look(ImageSet images, ImageSet? test, TrainingOptions options, Action<string> notes)
    {
        if (images.Count > 1 && AreAlike(images))
            notes(images.Pixels.AsSpan().IndexOfAnyExcept(images.Pixels[0]) < 0
                ? $"all images are {Words(images.Pixels[0])} and nothing else: there is nothing to learn"
                    + (images.Pixels[0] == 0 ? " (drawings in black on a transparent ground need --background white)" : "")
                : $"all {images.Count:N0} images are the same: there is nothing else to learn");
        if (options.FindModel().Condition.TakesLabels)
            LookAtClasses(images, notes);
        if (test != null && CountAmong(images, test) is > 0 and int copies)
            notes(
                $"test images among the training ones: {copies:N0} of {test.Count:N0}; scores then do not tell copies from new samples");
    }

    /// <summary>The test images that a user's own data has; null without. A damaged one is told when it is needed.</summary>
    private static ImageSet? OwnTestImages(TrainingOptions options, ImageFormat format)
    {
        if (DatasetCatalog.Names.Contains(options.Data) || !DatasetCatalog.HasParts(options.Data))
            return null;
        try
        {
            return DatasetCatalog.Default.Load(options.Data, DatasetPart.Test, _ => format, TrainingData.ReadingOf(options));
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static void LookAtClasses(ImageSet images, Action<string> notes)
    {
        int[] counts = images.CountByClass();
        int[] empty = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0)];
        if (empty.Length > 0)
            notes(
                $"{ImageFiles.Count(empty.Length, "class has", "classes have")} no images: "
                + $"{string.Join(", ", empty.Take(MostListed))}{(empty.Length > MostListed ? ", …" : "")}");
    }

    private static bool AreAlike(ImageSet images)
    {
        for (int i = 1; i < images.Count; i++)
        {
            if (!images.Image(i).SequenceEqual(images.Image(0)))
                return false;
        }

        return true;
    }

    /// <summary>How many of <paramref name="test"/> are, byte for byte, among the images: by a hash of 128 bits.</summary>
    private static int CountAmong(ImageSet images, ImageSet test)
    {
        var known = new HashSet<UInt128>(images.Count);
        for (int i = 0; i < images.Count; i++)
            known.Add(XxHash128.HashToUInt128(images.Image(i)));
        return Enumerable.Range(0, test.Count).Count(i => known.Contains(XxHash128.HashToUInt128(test.Image(i))));
    }

    private static string Words(byte pixel) => pixel switch { 0 => "black", 255 => "white", _ => "of one gray" };
}
