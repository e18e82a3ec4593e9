using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.TensorBoard;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// What a run writes while it trains, each when it is due: rows of the log, scores, the display's line at the end of an epoch, and
/// pictures. A row stands for a fortieth of an epoch, but at least ten steps: with little data it spans several epochs.
/// </summary>
internal sealed class RunOutputs : IDisposable
{
    private const int RowsPerEpoch = 40, LeastSteps = 10;

    private readonly RunFolder folder;
    private readonly GanTrainer trainer;
    private readonly GanModel model;
    private readonly ISampleSource samples;
    private readonly TrainingScores? scores;
    private readonly ITrainingDisplay display;
    private readonly TrainingLog log;
    private readonly TrainingBoard? board;
    private readonly int batch, stepsPerEpoch, rowSteps, rowEpochs;
    private readonly Recurrence pictureDue, scoreDue;
    private readonly Tensor inputs;
    private readonly Tensor? labels;
    private double rowBegin;

    /// <param name="options">Of the run.</param>
    /// <param name="folder">Where it is written.</param>
    /// <param name="trainer">Its networks.</param>
    /// <param name="samples">Its data.</param>
    /// <param name="scores">Measures samples; null if there are no scores.</param>
    /// <param name="display">Receives a line for each epoch.</param>
    /// <param name="begin">Where the run stands: later rows of the log are dropped.</param>
    public RunOutputs(
        TrainingOptions options, RunFolder folder, GanTrainer trainer, ISampleSource samples, TrainingScores? scores,
        ITrainingDisplay display, TrainingPosition begin)
    {
        (this.folder, this.trainer, this.samples, this.scores, this.display) = (folder, trainer, samples, scores, display);
        model = options.FindModel();
        batch = options.Batch;
        stepsPerEpoch = options.StepsPerEpoch(samples.Count);
        rowSteps = Math.Max(LeastSteps, stepsPerEpoch / RowsPerEpoch);
        rowEpochs = (rowSteps + stepsPerEpoch - 1) / stepsPerEpoch;
        pictureDue = new Recurrence(options.SampleEvery);
        scoreDue = new Recurrence(options.ScoreEvery);
        log = TrainingLog.Open(folder, begin.Step - begin.RowSteps);
        board = TrainingBoard.Of(options, folder, trainer, begin);
        inputs = SamplePictures.Inputs(trainer.Device, model, samples, options.SampleCount, options.Seed, SamplePictures.FixedNoise);
        labels = SamplePictures.Labels(trainer.Device, model, options.SampleCount);
    }

    /// <summary>The last scores; null without any.</summary>
    public EpochScores? LastScores { get; private set; }

    /// <summary>What is due after a step.</summary>
    /// <param name="position">After the step; at the end of an epoch its batch is the epoch's last.</param>
    /// <param name="seconds">Of training in this process.</param>
    /// <param name="isLast">Whether the run ends here.</param>
    public RunOutputsDue DueAt(TrainingPosition position, double seconds, bool isLast)
    {
        bool endsEpoch = position.BatchInEpoch == stepsPerEpoch;
        bool score = scores != null && scoreDue.IsDue(position, seconds, endsEpoch || isLast);
        return new RunOutputsDue(
            EndsRow: score || EndsRow(position), Row: score || isLast || EndsRow(position), score,
            Picture: pictureDue.IsDue(position, seconds, endsEpoch || isLast));
    }

    /// <summary>Writes what is due.</summary>
    /// <param name="due">What is.</param>
    /// <param name="position">After the step.</param>
    /// <param name="metrics">Of the steps since the last row.</param>
    /// <param name="seconds">Of training in this process.</param>
    /// <param name="isLast">Whether the run ends here.</param>
    public void Write(RunOutputsDue due, TrainingPosition position, StepMetrics metrics, double seconds, bool isLast)
    {
        bool endsEpoch = position.BatchInEpoch == stepsPerEpoch || isLast;
        if (due.Row)
        {
            EpochScores? scored = due.Score ? scores!.Measure(trainer) : null;
            LastScores = scored ?? LastScores;
            LogRow row = RowOf(position, metrics, seconds - rowBegin, scored);
            log.Add(row);
            board?.Add(row);
            rowBegin = seconds;
            if (endsEpoch)
                EndEpoch(position.Epoch + 1);
            else if (scored != null)
                display.Note(FormattableString.Invariant($"step {position.Step:N0}: {scored}"));
        }

        if (!due.Picture)
            return;
        WriteSamples(folder.SamplesFile(position.Epoch + 1, endsEpoch ? null : position.Step), position.Step);
        log.WritePlot();
    }

    /// <summary>Means over the epoch so far, for a display.</summary>
    /// <param name="position">Within the epoch.</param>
    /// <param name="metrics">Of the steps since the last row.</param>
    public StepMetrics SoFar(TrainingPosition position, StepMetrics metrics) => LogRow.Mean(
        [.. log.Rows.Where(row => row.Epoch > position.Epoch), RowOf(position, metrics, seconds: 1, scored: null)]).Metrics;

    /// <summary>Writes the picture of the last samples, and the curves.</summary>
    public void WriteFinal()
    {
        WriteSamples(folder.FinalSamplesFile, log.Rows is [.., LogRow last] ? last.Step : 0);
        log.WritePlot();
    }

    /// <summary>The samples that the pictures show, in the model's range.</summary>
    public float[] Samples() => trainer.Sample(inputs, labels).ToArray();

    public void Dispose()
    {
        inputs.Dispose();
        labels?.Dispose();
        board?.Dispose();
    }

    private bool EndsRow(TrainingPosition position) => position.BatchInEpoch == stepsPerEpoch
        ? (position.Epoch + 1) % rowEpochs == 0
        : position.BatchInEpoch % rowSteps == 0 && stepsPerEpoch - position.BatchInEpoch >= rowSteps;

    private LogRow RowOf(TrainingPosition position, StepMetrics metrics, double seconds, EpochScores? scored) => new(
        Math.Round(position.Epoch + ((double)position.BatchInEpoch / stepsPerEpoch), 4), position.Step, metrics.DiscriminatorLoss,
        metrics.GeneratorLoss, metrics.OnReal, metrics.OnFake, metrics.Accuracy, Math.Round(position.RowSteps * batch / seconds),
        Math.Round(seconds, 3), scored) { Steps = position.RowSteps };

    private void EndEpoch(int epoch)
    {
        display.EpochEnded(LogRow.Mean([.. log.Rows.Where(row => row.Epoch > epoch - 1)]) with { Epoch = epoch });
        if (trainer.Adaptive is AdaptiveAugmentation adaptive && Interval.Keeps(epoch))
            display.Note(FormattableString.Invariant(
                $"each transform changes {adaptive.ReadProbability():0.0%} of the samples (p of --ada)"));
    }

    private void WriteSamples(string path, long step)
    {
        using var scope = new TensorScope();
        Bitmap picture = SamplePictures.Draw(model, trainer.Sample(inputs, labels), samples);
        PngFile.Write(path, picture);
        board?.Add(step, picture);
    }
}

/// <summary>What <see cref="RunOutputs"/> has to write.</summary>
/// <param name="EndsRow">Whether the next row of the log begins here.</param>
/// <param name="Row">Whether a row is written, at the end of the run perhaps the beginning of one.</param>
/// <param name="Score">Whether samples are scored; it ends a row.</param>
/// <param name="Picture">Whether samples are drawn.</param>
internal readonly record struct RunOutputsDue(bool EndsRow, bool Row, bool Score, bool Picture);
