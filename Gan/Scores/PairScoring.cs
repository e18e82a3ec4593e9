using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of translated images against those that are right, and of each <see cref="Baseline"/> of the pairing: the means over the images.
/// </summary>
internal static class PairScoring
{
    private static readonly Score NoFrechet = new(Measure.Frechet, double.NaN, double.NaN);

    /// <summary>A sheet with the scores of the pairs too: the model's as rows of it, and beside them those of the baselines.</summary>
    /// <param name="pairing">Of the pairs.</param>
    /// <param name="inputs">The pairs.</param>
    /// <param name="model">Its name.</param>
    /// <param name="made">What it made of them.</param>
    /// <param name="scoring">Of the data; null without a classifier.</param>
    public static ScoreSheet AddTo(
        ScoreSheet sheet, Pairing pairing, InputImages inputs, string model, ImageSet made, ImageScoring? scoring)
    {
        ImageSet right = inputs.OutputSet, given = inputs.InputSet;
        PairScores own = Of(model, made, right, sheet.Scores.FirstOrDefault(s => s.Measure == Measure.Frechet, NoFrechet).Value);
        PairScores[] baselines = [.. pairing.Baselines.Select(baseline =>
        {
            ImageSet images = baseline.Of(given);
            return Of(baseline.Name, images, right, scoring?.FrechetOf(images.ConvertTo(ImageClassifier.Format).Pixels) ?? double.NaN);
        })];
        return sheet with
        {
            Scores = [.. sheet.Scores, new(Measure.Psnr, own.Psnr, double.NaN), new(Measure.Ssim, own.Ssim, double.NaN)],
            Pairs = [own, .. baselines],
        };
    }

    /// <summary>The two figures of outputs.</summary>
    /// <param name="name">Of what made them.</param>
    /// <param name="made">An output for each pair.</param>
    /// <param name="right">B of each pair.</param>
    /// <param name="frechet">Their Fréchet distance to real images; NaN without a classifier.</param>
    public static PairScores Of(string name, ImageSet made, ImageSet right, double frechet)
    {
        double[] ratios = new double[made.Count], similarities = new double[made.Count];
        Parallel.For(0, made.Count, i =>
        {
            ratios[i] = PeakSignalToNoise.Of(made.Image(i), right.Image(i));
            similarities[i] = StructuralSimilarity.Of(made.Image(i), right.Image(i), made.Format);
        });
        return new PairScores(name, ratios.Average(), similarities.Average(), frechet);
    }
}

/// <summary>How near outputs are to the right ones.</summary>
/// <param name="Name">Of what made them.</param>
/// <param name="Psnr">In decibels.</param>
/// <param name="Ssim">1 for equal images.</param>
/// <param name="Frechet">Fréchet distance to real images; NaN without a classifier.</param>
internal readonly record struct PairScores(string Name, double Psnr, double Ssim, double Frechet)
{
    /// <summary>One of the three; NaN for any other.</summary>
    public double this[Measure measure] =>
        measure == Measure.Psnr ? Psnr : measure == Measure.Ssim ? Ssim : measure == Measure.Frechet ? Frechet : double.NaN;
}
