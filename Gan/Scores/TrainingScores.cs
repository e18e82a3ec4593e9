using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Scores;

/// <summary>Scores during training, always from the same noise or inputs, so that only the generator changes from epoch to epoch.</summary>
internal sealed class TrainingScores : IDisposable
{
    /// <summary>Enough to show the trend; a distance from so few samples is comparable only with others from as many.</summary>
    private const int Images = 2000;

    private const int Chunk = 250;

    private readonly TrainingOptions options;
    private readonly GanModel model;
    private readonly Tensor inputs;
    private readonly int[]? labels;
    private readonly ImageScoring? images;

    private TrainingScores(TrainingOptions options, GanModel model, Device device, ImageScoring? images)
    {
        (this.options, this.model, this.images) = (options, model, images);
        InputImages? pairs = model is TranslationModel translation
            ? InputImages.OfPairs(translation, options, Images, options.Seed)
            : null;
        inputs = pairs == null
            ? SamplePictures.Noise(
                device, model, model.MakesImages ? Images : ModeCoverage.Samples, options.Seed, SamplePictures.Scoring)
            : pairs.Read(device, 0, Images);
        labels = SamplePictures.ClassesInTurn(model, inputs.Shape[0]) ?? pairs?.Labels;
    }

    /// <summary>Null if the options request no scores.</summary>
    /// <param name="note">Receives the scores of real samples.</param>
    /// <exception cref="InputException">Scores are requested for data that has none.</exception>
    public static TrainingScores? Open(TrainingOptions options, Device device, Action<string> note)
    {
        if (options.ScoreEvery.IsNever)
            return null;
        GanModel model = options.FindModel();
        if (!model.MakesImages)
            return new TrainingScores(options, model, device, null);
        if (options.Data == StackedMnist.Name)
            throw new InputException(
                $"--score-every: {options.Data} takes {StackedScoring.Samples:N0} samples to count its modes; train without, then score "
                + $"--run.");
        var images = ImageScoring.Open(options.Data, Images, options.Seed, device);
        note($"Scores of {Images:N0} samples every {options.ScoreEvery}; as many real ones: {ToEpoch(images.QuickReal())}");
        return new TrainingScores(options, model, device, images);
    }

    public EpochScores Measure(GanTrainer trainer)
    {
        int size = model.SampleShape.Size;
        float[] values = new float[inputs.Shape[0] * size];
        for (int done = 0; done < inputs.Shape[0]; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, inputs.Shape[0] - done);
            Tensor? asked = labels == null ? null : Tensor.From(inputs.Device, [n], labels.AsSpan(done, n));
            trainer.Sample(inputs.Slice(0, done, n), asked).CopyTo(values.AsSpan(done * size, n * size));
        }

        if (images != null)
        {
            (ImageSet made, int[]? asked) = CaptionScoring.Readable(
                new ImageSet(model.Name, model.Format!.Value, SamplePictures.ToBytes(model, values)), labels);
            return ToEpoch(images.Quick(made.Pixels, asked));
        }

        return PointScoring.Quick(options.Data, values, options.Seed, trainer.Device);
    }

    public void Dispose()
    {
        inputs.Dispose();
        images?.Dispose();
    }

    private static EpochScores ToEpoch(QuickScores scores) =>
        new(scores.ClassifierScore, scores.Frechet, scores.Confident, scores.Modes, LabelAgreement: scores.LabelAgreement);
}
