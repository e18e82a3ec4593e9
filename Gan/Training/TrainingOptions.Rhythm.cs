using System.Globalization;

namespace GanFromScratch.Gan.Training;

/// <content>How often a run writes; results do not depend on it.</content>
public sealed partial record TrainingOptions
{
    /// <summary>Save a checkpoint so often, and at the end.</summary>
    public Interval CheckpointEvery { get; init; } = new(30, IntervalUnit.Seconds);

    /// <summary>Write a picture of samples so often, and at the end.</summary>
    public Interval SampleEvery { get; init; } = Interval.Thinning;

    /// <summary>Score samples so often.</summary>
    public Interval ScoreEvery { get; init; } = Interval.Never;

    /// <summary>Write event files for TensorBoard, see <see cref="TensorBoard.TrainingBoard"/>.</summary>
    public bool Tensorboard { get; init; }

    /// <summary>A name that earlier versions wrote; its value is a number of epochs.</summary>
    private const string EarlierCheckpointEvery = "checkpointEpochs";

    private const int EnoughSteps = 3000;

    /// <summary>
    /// The same run with so many epochs that it has enough steps, if the data is so small that the usual ones have few; else unchanged.
    /// </summary>
    /// <param name="samples">Their number.</param>
    public TrainingOptions WithEnoughSteps(int samples)
    {
        const int Few = 1000, SmallData = 20_000;
        return samples < SmallData && Steps == 0 && Budget == 0 && StepsIn(samples) < Few
            ? this with { Epochs = EpochsFor(samples) }
            : this;
    }

    /// <summary>A sentence about a run with hardly any steps; null for others, and for those whose steps were chosen.</summary>
    /// <param name="samples">Their number.</param>
    public string? FewSteps(int samples)
    {
        const int Few = 300;
        return Steps > 0 || Budget > 0 || StepsIn(samples) >= Few ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{samples:N0} samples in batches of {Batch} make {StepsIn(samples):N0} steps; a GAN needs thousands: --epochs "
            + $"{EpochsFor(samples)}");
    }

    private long StepsIn(int samples) => (long)StepsPerEpoch(samples) * Epochs;

    private int EpochsFor(int samples) => (EnoughSteps + StepsPerEpoch(samples) - 1) / StepsPerEpoch(samples);
}
