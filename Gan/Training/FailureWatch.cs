using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>Gathers what the alarms look at, every <see cref="Interval"/> steps.</summary>
internal sealed class FailureWatch
{
    /// <summary>Steps from one look to the next.</summary>
    public const int Interval = 250;

    /// <summary>The least number of generated samples for a spread, and the number of real samples it is compared with.</summary>
    private const int LeastForSpread = 8, RealForSpread = 1000;

    private readonly TrainingOptions options;
    private readonly TrainingAlarms alarms;
    private readonly MetricsWindow window = new();
    private readonly double realSpread;

    /// <param name="samples">Real ones.</param>
    public FailureWatch(TrainingOptions options, ISampleSource samples)
    {
        this.options = options;
        alarms = new TrainingAlarms(options);
        int count = Math.Min(RealForSpread, samples.Count);
        GanModel model = options.FindModel();
        float[] values = new float[count * model.DataShape.Size];
        samples.Read([.. Enumerable.Range(0, count)], values);
        if (model is TranslationModel pairs)
            values = pairs.OutputsOf(values);
        realSpread = TrainingAlarms.SpreadOf(values, count);
    }

    /// <summary>The run's last scores; null without any.</summary>
    public EpochScores? Scores { get; set; }

    /// <summary>The alarms whose condition began to hold in the steps since the last look.</summary>
    /// <param name="made">Samples of the generator, as many as a picture of the run has.</param>
    public IReadOnlyList<string> Look(GanTrainer trainer, TrainingPosition position, ReadOnlySpan<float> made)
    {
        window.Add(trainer.Sums.ToArray(), position.RowSteps);
        StepMetrics metrics = window.Take();
        if (!metrics.AreFinite)
            return [];
        double spread = options.SampleCount >= LeastForSpread && realSpread > 0
            ? TrainingAlarms.SpreadOf(made, options.SampleCount) / realSpread
            : double.NaN;
        EpochScores? scores = PointScoring.HasModes(options.Data) ? PointScoring.Modes(options.Data, made) : Scores;
        return alarms.Check(position.Step, new AlarmFigures(metrics, Gradient(trainer.Generator), spread, scores));
    }

    /// <summary>To be called before the trainer's sums begin again at 0.</summary>
    public void EndRow(GanTrainer trainer, TrainingPosition position)
    {
        window.Add(trainer.Sums.ToArray(), position.RowSteps);
        window.EndRow();
    }

    /// <summary>Root mean square of the gradient of the generator's weights in the last step; waits for the device.</summary>
    private static double Gradient(Module generator)
    {
        double sum = 0;
        long count = 0;
        foreach (Parameter parameter in generator.Parameters())
        {
            foreach (float slope in parameter.Grad?.ToArray() ?? [])
                sum += (double)slope * slope;
            count += parameter.Length;
        }

        return Math.Sqrt(sum / count);
    }
}
