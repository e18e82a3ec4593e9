using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Augmenting;

/// <summary>A few images of each class, as if no others had labels, and images to test with.</summary>
/// <param name="Images">In an order that alternates between the classes.</param>
/// <param name="Test">None of them is in <paramref name="Images"/>.</param>
internal sealed record LabelledSubset(ImageSet Images, ImageSet Test)
{
    /// <summary>Draws the images of a data set.</summary>
    /// <param name="all">With labels.</param>
    /// <param name="test">Images to test with; null to test with what is not drawn.</param>
    /// <param name="perClass">Images of each class.</param>
    /// <param name="seed">Determines which.</param>
    /// <exception cref="InputException">A class has too few.</exception>
    public static LabelledSubset Draw(ImageSet all, ImageSet? test, int perClass, ulong seed)
    {
        IEnumerable<int> shuffled = Shuffle.Epoch(all.Count, seed, epoch: 0);
        int[][] byClass = [.. shuffled.GroupBy(i => all.Labels![i]).OrderBy(images => images.Key).Select(images => images.ToArray())];
        int most = byClass.Min(images => images.Length) - (test == null ? 1 : 0);
        if (perClass > most)
            throw new InputException(
                $"--labels: a class of {all.Name} has {most:N0} images to draw, but {perClass:N0} are asked for; lower it.");
        int[] drawn = [.. Enumerable.Range(0, perClass).SelectMany(i => byClass.Select(images => images[i]))];
        return new(all.Select(drawn), test ?? all.Select([.. Enumerable.Range(0, all.Count).Except(drawn)]));
    }

    /// <summary>Writes the images as a folder that <c>--data</c> takes, unless it is there already.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string images = Path.Combine(folder, KnownDataset.Mnist.File(DatasetPart.Train, labels: false).Name);
        string labels = Path.Combine(folder, KnownDataset.Mnist.File(DatasetPart.Train, labels: true).Name);
        if (File.Exists(images) && File.Exists(labels))
            return;
        IdxFile.WriteImages(images, Images);
        IdxFile.WriteLabels(labels, Images.Labels);
    }
}
