using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of gray 28×28 images against as many training images, beside the same figures for test images, which are real and unseen by the
/// generator. The choice of real images is a function of the seed.
/// </summary>
internal sealed class ImageScoring : IDisposable
{
    /// <summary>Samples compared with all training images: the cost is their number times 60,000.</summary>
    private const int LookedUp = 1000;

    /// <summary>The probability from which the classifier counts as confident.</summary>
    public const float SureFrom = 0.9f;

    /// <summary>Fewer samples are too few for a covariance of 64 features and neighbourhoods of 5.</summary>
    public const int LeastSamples = 100;

    private readonly string data;
    private readonly Device device;
    private readonly ulong seed;
    private readonly ImageClassifier classifier;
    private readonly ImageSet training, keptBack;
    private readonly FeatureStatistics reference;
    private readonly Judgement known, unknown;

    private ImageScoring(string data, Device device, ulong seed, int count, ImageClassifier classifier)
    {
        (this.data, this.device, this.seed, this.classifier) = (data, device, seed, classifier);
        training = DatasetCatalog.Default.Load(data, DatasetPart.Train, _ => ImageClassifier.Format);
        keptBack = DatasetCatalog.Default.Load(data, DatasetPart.Test, _ => ImageClassifier.Format);
        Count = Math.Min(count, Math.Min(training.Count, keptBack.Count));
        known = classifier.Judge(Some(training, Count).Pixels);
        unknown = classifier.Judge(Some(keptBack, Count).Pixels);
        reference = FeatureStatistics.Of(known.Features, ImageClassifier.Features);
    }

    /// <summary>Number of real images for the comparison, and the maximum number of samples.</summary>
    public int Count { get; }

    /// <param name="data">A data set with a classifier.</param>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="Engine.InputException">There is no classifier for the data, or part of it is missing.</exception>
    public static ImageScoring Open(string data, int count, ulong seed, Device device)
    {
        ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        try
        {
            return new ImageScoring(data, device, seed, count, classifier);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>The cheap figures, for scores during training.</summary>
    /// <param name="pixels">N × 28 × 28 bytes.</param>
    /// <param name="labels">The class that was asked for of each image; null without a condition.</param>
    public QuickScores Quick(ReadOnlySpan<byte> pixels, int[]? labels = null) => Quick(classifier.Judge(pixels), labels);

    /// <summary>The same figures for held-out real images.</summary>
    public QuickScores QuickReal() => Quick(unknown, Some(keptBack, Count).Labels);

    /// <summary>Quality against variety: the figures that show what truncated noise trades.</summary>
    /// <param name="pixels">N × 28 × 28 bytes.</param>
    /// <param name="labels">The class that was asked for of each image; null without a condition.</param>
    public Trade TradeOf(ReadOnlySpan<byte> pixels, int[]? labels = null) => TradeOf(classifier.Judge(pixels), labels);

    /// <summary>The same figures for held-out real images.</summary>
    public Trade TradeOfReal() => TradeOf(unknown, Some(keptBack, Count).Labels);

    /// <summary>The Fréchet distance alone.</summary>
    /// <param name="pixels">N × 28 × 28 bytes.</param>
    public double FrechetOf(ReadOnlySpan<byte> pixels) => Frechet(classifier.Judge(pixels));

    /// <summary>All figures.</summary>
    /// <param name="pixels">N × 28 × 28 bytes.</param>
    /// <param name="labels">The class that was asked for of each image; null without a condition.</param>
    public ScoreSheet Full(ReadOnlySpan<byte> pixels, int[]? labels = null)
    {
        Judgement samples = classifier.Judge(pixels);
        QuickScores quick = Quick(samples, labels), quickReal = QuickReal();
        var products = new Products(device);
        const int size = ImageClassifier.Features;
        double kernel = KernelDistance.Between(products, samples.Features, known.Features, size);
        double kernelReal = KernelDistance.Between(products, unknown.Features, known.Features, size);
        var around = Neighbourhoods.Of(products, known.Features, samples.Features, size);
        var aroundReal = Neighbourhoods.Of(products, known.Features, unknown.Features, size);
        (double[] nearest, double[] nearestReal) = LookUp(products, pixels);
        double bound = NearestTraining.Bound(nearestReal);
        int[] counts = Counts(samples), countsReal = Counts(unknown);
        return new ScoreSheet(
            data,
            samples.Count,
            [
                new(Measure.ClassifierScore, quick.ClassifierScore, quickReal.ClassifierScore),
                new(Measure.Frechet, quick.Frechet, quickReal.Frechet),
                new(Measure.Kernel, kernel, kernelReal),
                new(Measure.Precision, around.Precision, aroundReal.Precision),
                new(Measure.Recall, around.Recall, aroundReal.Recall),
                new(Measure.Density, around.Density, aroundReal.Density),
                new(Measure.Coverage, around.Coverage, aroundReal.Coverage),
                new(Measure.Confident, quick.Confident, quickReal.Confident),
                .. labels == null
                    ? Array.Empty<Score>()
                    : [new(Measure.LabelAgreement, quick.LabelAgreement ?? double.NaN, quickReal.LabelAgreement ?? double.NaN)],
                new(Measure.Nearest, NearestTraining.Median(nearest), NearestTraining.Median(nearestReal)),
                new(Measure.Copies, NearestTraining.Copies(nearest, bound), NearestTraining.Copies(nearestReal, bound)),
                new(Measure.Modes, quick.Modes, quickReal.Modes),
                new(Measure.Entropy, Histogram.Entropy(counts), Histogram.Entropy(countsReal)),
            ],
            [.. counts.Zip(countsReal)],
            training.ClassNames);
    }

    public void Dispose() => classifier.Dispose();

    private QuickScores Quick(Judgement samples, int[]? labels)
    {
        return new QuickScores(
            ClassifierScore.Of(samples.Probabilities, ImageClassifier.Classes),
            Frechet(samples),
            Sure(samples).Count() / (double)samples.Count,
            Histogram.Seen(
                Histogram.Of(Sure(samples).Select(i => samples.Verdict(i).Class), ImageClassifier.Classes),
                Math.Max(1, samples.Count / 1000)),
            labels == null ? null : samples.Agreement(labels));
    }

    private double Frechet(Judgement samples) =>
        FrechetDistance.Between(FeatureStatistics.Of(samples.Features, ImageClassifier.Features), reference);

    private Trade TradeOf(Judgement samples, int[]? labels)
    {
        QuickScores quick = Quick(samples, labels);
        var around = Neighbourhoods.Of(new Products(device), known.Features, samples.Features, ImageClassifier.Features);
        return new Trade(around.Precision, around.Recall, quick.Frechet, quick.LabelAgreement);
    }

    /// <summary>The distances of the first samples, and of as many held-out images, to the nearest of all training images.</summary>
    private (double[] Samples, double[] Real) LookUp(Products products, ReadOnlySpan<byte> pixels)
    {
        int size = ImageClassifier.Format.Size, count = Math.Min(LookedUp, pixels.Length / size);
        float[] all = Scaled(training.Pixels);
        return (
            NearestTraining.Distances(products, Scaled(pixels[..(count * size)]), all, size),
            NearestTraining.Distances(products, Scaled(Some(keptBack, count).Pixels), all, size));
    }

    private ImageSet Some(ImageSet images, int count) => images.Select(Shuffle.Epoch(images.Count, seed, epoch: 0).AsSpan(0, count));

    private static IEnumerable<int> Sure(Judgement samples) =>
        Enumerable.Range(0, samples.Count).Where(i => samples.Verdict(i).Probability >= SureFrom);

    private static int[] Counts(Judgement samples) => Histogram.Of(samples.Verdicts(), ImageClassifier.Classes);

    private static float[] Scaled(ReadOnlySpan<byte> pixels)
    {
        float[] scaled = new float[pixels.Length];
        ImageClassifier.Scale(pixels, scaled);
        return scaled;
    }
}

/// <summary>The figures that need only one pass of the classifier.</summary>
/// <param name="Modes">Classes to which at least one sample in a thousand belongs with confidence.</param>
/// <param name="LabelAgreement">Share of samples that are of the class asked for; null without labels.</param>
internal readonly record struct QuickScores(
    double ClassifierScore, double Frechet, double Confident, int Modes, double? LabelAgreement);

/// <summary>Quality and variety of samples.</summary>
/// <param name="LabelAgreement">Share of samples that are of the class asked for; null without labels.</param>
internal readonly record struct Trade(double Precision, double Recall, double Frechet, double? LabelAgreement);
