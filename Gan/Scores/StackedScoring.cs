using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>Scores of stacked MNIST: how many of the 1,000 modes are covered.</summary>
internal static class StackedScoring
{
    /// <summary>As many as in PacGAN; fewer samples cover fewer modes.</summary>
    public const int Samples = 26_000;

    /// <param name="pixels">N × 3 × 28 × 28 bytes: the classifier takes each channel as a separate image.</param>
    public static ScoreSheet Full(ReadOnlySpan<byte> pixels, Device device)
    {
        using ImageClassifier classifier = ClassifierFile.LoadFor("mnist", device);
        ImageSet keptBack = DatasetCatalog.Default.Load(StackedMnist.Name, DatasetPart.Test);
        int count = pixels.Length / keptBack.Format.Size;
        (StackedModes modes, double sure) = Of(classifier.Judge(pixels));
        (StackedModes modesReal, double sureReal) = Of(classifier.Judge(keptBack.Take(count).Pixels));
        return new ScoreSheet(
            StackedMnist.Name,
            count,
            [
                new(Measure.Modes, modes.Covered, modesReal.Covered),
                new(Measure.ReverseKl, modes.ReverseKl, modesReal.ReverseKl),
                new(Measure.Confident, sure, sureReal),
            ],
            []);
    }

    private static (StackedModes Modes, double Confident) Of(Judgement channels) =>
        (StackedModes.Of(channels.Verdicts()),
            Enumerable.Range(0, channels.Count).Count(
                i => channels.Verdict(i).Probability >= ImageScoring.SureFrom) / (double)channels.Count);
}
