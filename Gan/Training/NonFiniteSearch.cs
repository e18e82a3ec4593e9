using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Finds the first op that produced a NaN or infinity. Training is bit-for-bit deterministic, so the steps since the last checkpoint are
/// repeated: first unchanged, to find the step in which a loss turns NaN; then up to shortly before that step, and from there op by op.
/// </summary>
internal sealed class NonFiniteSearch(
    TrainingOptions options,
    Device device,
    ISampleSource samples,
    BatchOrder order,
    int stepsPerEpoch,
    Action<GanTrainer, TrainingPosition> setLearningRates,
    Func<GanTrainer, TrainingPosition> restore)
{
    /// <summary>Weights may become infinite some steps before the loss turns NaN.</summary>
    private const int StepsWatched = 3;

    /// <summary>A sentence that names the first op and step; null if the search was stopped or, unexpectedly, found nothing.</summary>
    /// <param name="last">The step at which the non-finite loss was detected.</param>
    public string? Run(long last, CancellationToken stop)
    {
        long bad = FirstBadStep(last, stop);
        if (bad < 0)
            return null;

        using GanTrainer trainer = Restore(out TrainingPosition position);
        long watched = Math.Max(bad - StepsWatched, position.Step);
        while (position.Step < watched && !stop.IsCancellationRequested)
            position = Step(trainer, position, trainer.Step);
        while (position.Step < bad && !stop.IsCancellationRequested)
        {
            using var watch = new NonFiniteWatch();
            position = Step(trainer, position, (samples, order, epoch, batch) =>
            {
                trainer.Load(samples, order, epoch, batch);
                trainer.Play();
            });
            if (watch.First != null)
                return $"The first was made by {watch.First}, in step {position.Step:N0}.";
            if (BadWeight(trainer) is string weight)
                return $"The first was made by Adam's step, after which {weight} was not finite, in step {position.Step:N0}.";
        }

        return null;
    }

    /// <summary>A weight that is not finite; null if all are.</summary>
    public static string? BadWeight(GanTrainer trainer) =>
        new[] { trainer.Generator, trainer.Discriminator }
            .SelectMany(network => network.NamedParameters().Select(p => (Name: $"{network.Name}.{p.Name}", p.Tensor)))
            .FirstOrDefault(p => NonFiniteWatch.In(p.Tensor) != null).Name;

    private long FirstBadStep(long last, CancellationToken stop)
    {
        using GanTrainer trainer = Restore(out TrainingPosition position);
        while (position.Step < last && !stop.IsCancellationRequested)
        {
            position = Step(trainer, position, trainer.Step);
            if (!trainer.ReadMetrics(1).AreFinite)
                return position.Step;
        }

        return stop.IsCancellationRequested ? -1 : last;
    }

    private GanTrainer Restore(out TrainingPosition position)
    {
        var trainer = new GanTrainer(options, device);
        position = restore(trainer);
        return trainer;
    }

    private TrainingPosition Step(GanTrainer trainer, TrainingPosition position, Action<ISampleSource, BatchOrder, int, int> play)
    {
        setLearningRates(trainer, position);
        play(samples, order, position.Epoch, position.BatchInEpoch * options.DiscriminatorSteps);
        int batch = position.BatchInEpoch + 1;
        return batch == stepsPerEpoch
            ? new TrainingPosition(position.Epoch + 1, 0, position.Step + 1)
            : position with { BatchInEpoch = batch, Step = position.Step + 1 };
    }

    /// <summary>
    /// The option that makes losses diverge: the penalty if it far outweighs the players' losses, else the learning rate.
    /// </summary>
    public string Culprit()
    {
        // In a balanced game the losses are about 1.
        const double FarAboveLosses = 1e6;
        using var fresh = new GanTrainer(options, device);
        double l1 = 0, l2 = 0;
        foreach (float w in fresh.Generator.Weights().Concat(fresh.Discriminator.Weights()).SelectMany(p => p.ToArray()))
        {
            l1 += Math.Abs(w);
            l2 += (double)w * w;
        }

        return options.L1 * l1 > FarAboveLosses ? FormattableString.Invariant($"--l1 than {options.L1}")
            : options.L2 * l2 > FarAboveLosses ? FormattableString.Invariant($"--l2 than {options.L2}")
            : FormattableString.Invariant($"--lr than {options.LearningRate}");
    }
}
