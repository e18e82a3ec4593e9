using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of clips that show one moving image each: the classifier reads every frame, around its centre of brightness. Beside them those of
/// as many clips of the test part.
/// </summary>
internal static class ClipScoring
{
    /// <summary>Usually so many; each has several frames to classify.</summary>
    public const int Clips = 1000;

    /// <summary>Whether there are scores for a run of these options.</summary>
    public static bool Fits(TrainingOptions options) =>
        options.FindModel().Frames > 1 && ClassifierFile.Known.Contains(options.Data)
        && Pairing.Catalog.Find(options.Pairs) is FramePairing { ShowsOneImage: true };

    /// <summary>Refuses clips that a classifier cannot read.</summary>
    /// <exception cref="InputException">They are such clips.</exception>
    public static void Check(TrainingOptions options, string data, RunFolder folder)
    {
        ClassifierFile.Check(data);
        if (Pairing.Catalog.Find(options.Pairs) is not FramePairing { ShowsOneImage: true })
            throw new InputException(
                $"--pairs {options.Pairs} of {folder.Path} makes frames that do not show one image of {data}, which a classifier could "
                + $"read; sample --run {ShellWords.QuotePath(folder.Path)} --gif clips.gif shows the clips.");
    }

    /// <summary>All figures.</summary>
    /// <param name="options">Of the run.</param>
    /// <param name="data">A data set with a classifier.</param>
    /// <param name="made">The frames of generated clips, one clip after the other.</param>
    /// <param name="seed">Chooses the real clips.</param>
    public static ScoreSheet Full(TrainingOptions options, string data, ImageSet made, ulong seed, Device device)
    {
        int frames = options.FindModel().Frames, count = made.Count / frames;
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        FeatureStatistics reference = Statistics(classifier.Judge(Centred(Real(DatasetPart.Train)).Pixels));
        ClipScores samples = Of(made), real = Of(Real(DatasetPart.Test));
        return new ScoreSheet(
            data,
            count,
            [
                new(Measure.LabelConstancy, samples.Frames, real.Frames),
                new(Measure.ConstantClips, samples.Clips, real.Clips),
                new(Measure.Confident, samples.Confident, real.Confident),
                new(Measure.Frechet, samples.Frechet, real.Frechet),
                new(Measure.Motion, samples.Motion, real.Motion),
            ],
            [.. samples.Counts.Zip(real.Counts)]);

        ImageSet Real(DatasetPart part)
        {
            ClipSamples clips = TrainingData.LoadClips(
                options.FindModel(), options with { Data = data, Limit = 0 }, _ => { }, part);
            return clips.Images(Shuffle.Epoch(clips.Count, seed, epoch: 0).Take(count));
        }

        ClipScores Of(ImageSet clips)
        {
            Judgement judged = classifier.Judge(Centred(clips).Pixels);
            int[] verdicts = judged.Verdicts();
            (double constantFrames, double constantClips) = ClipMeasures.Constancy(verdicts, frames);
            int sure = Enumerable.Range(0, judged.Count).Count(i => judged.Verdict(i).Probability >= ImageScoring.SureFrom);
            return new ClipScores(
                constantFrames, constantClips, sure / (double)judged.Count, FrechetDistance.Between(Statistics(judged), reference),
                ClipMeasures.Motion(Gray(clips), frames),
                Histogram.Of(ClipMeasures.MostFrequent(verdicts, frames), ImageClassifier.Classes));
        }
    }

    private static FeatureStatistics Statistics(Judgement judged) => FeatureStatistics.Of(judged.Features, ImageClassifier.Features);

    private static ImageSet Centred(ImageSet frames) => MassCentre.Crop(Gray(frames), ImageClassifier.Format);

    private static ImageSet Gray(ImageSet frames) => frames.ConvertTo(frames.Format with { Channels = 1 });

    /// <summary>The figures of clips.</summary>
    /// <param name="Frames">Share of frames that are of the class of their clip.</param>
    /// <param name="Clips">Share of clips all of whose frames are.</param>
    /// <param name="Counts">Clips of each class.</param>
    private readonly record struct ClipScores(
        double Frames, double Clips, double Confident, double Frechet, double Motion, int[] Counts);
}
