using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Augmenting;

/// <summary>
/// Do the images of a GAN help a classifier that has few labels? (Antoniou, Storkey, Edwards 2017, "Data Augmentation Generative
/// Adversarial Networks", ask so.) A conditional GAN learns the few images, and makes more of each class; the same classifier is trained in
/// the same number of steps with and without them, and with and without classical augmentation, shifts by up to two pixels.
/// </summary>
/// <param name="steps">Of a classifier, in batches of 100.</param>
/// <param name="made">Images of each class that the GAN adds.</param>
internal sealed class AugmentationStudy(int steps, int made)
{
    /// <summary>Accuracies on the test images of classifiers that were trained on the subset.</summary>
    /// <param name="subset">Gray images of 28×28 pixels.</param>
    /// <param name="generated">What the GAN adds to them.</param>
    /// <param name="device">Trains the classifiers.</param>
    /// <param name="seed">Of the classifiers: the same initial weights and order for all of them.</param>
    public AugmentationResult Measure(LabelledSubset subset, ImageSet generated, Device device, ulong seed)
    {
        ImageSet both = Join(subset.Images, generated);
        return new(
            Accuracy(subset.Images, 0), Accuracy(subset.Images, ClassifierTraining.UsualShift), Accuracy(both, 0),
            Accuracy(both, ClassifierTraining.UsualShift));

        double Accuracy(ImageSet images, int shift)
        {
            using var classifier = new ImageClassifier(device, seed);
            using (var training = new ClassifierTraining(classifier, images, steps, seed, shift))
                training.Advance(steps);
            return classifier.Judge(subset.Test.Pixels).Agreement(subset.Test.Labels);
        }
    }

    /// <summary>Samples of a run's generator, as many of each class, with the classes as labels.</summary>
    public ImageSet Generate(RunFolder folder, Device device)
    {
        TrainingOptions options = folder.ReadOptions();
        GanModel model = options.FindModel();
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = RunNetworks.LoadGenerator(folder, options, model, random);
        using var noise = new RandomSource(device, options.Seed, SamplePictures.OnDemand);
        int classes = model.Condition.Labels.Count;
        byte[] pixels = SampleCommand.Generate(
            generator, model, SampleCommand.OfNoise(model, noise), classes * made, i => i % classes,
            values => SamplePictures.ToBytes(model, values));
        var images = new ImageSet(
            folder.Path, model.Format!.Value, pixels, [.. Enumerable.Range(0, classes * made).Select(i => i % classes)]);
        return images.ConvertTo(ImageClassifier.Format);
    }

    private static ImageSet Join(ImageSet a, ImageSet b) => new(
        a.Name, a.Format, [.. a.Pixels, .. b.Pixels], [.. a.Labels!, .. b.Labels!]);
}

/// <summary>Shares of the test images that are classified rightly.</summary>
/// <param name="None">Without augmentation.</param>
/// <param name="Classical">With shifts.</param>
/// <param name="Gan">With generated images.</param>
/// <param name="Both">With both.</param>
internal readonly record struct AugmentationResult(double None, double Classical, double Gan, double Both)
{
    /// <summary>All four, by the names of the columns.</summary>
    public static IReadOnlyList<(string Name, Func<AugmentationResult, double> Of)> Columns { get; } =
        [("none", r => r.None), ("classical", r => r.Classical), ("gan", r => r.Gan), ("both", r => r.Both)];
}
