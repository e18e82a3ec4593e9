namespace GanFromScratch.Gan.Profiling;

/// <summary>The phases of a training step, in the order of alternating updates.</summary>
public static class GanPhase
{
    /// <summary>The batch is put together and copied to the device.</summary>
    public const string Data = "data";

    /// <summary>The generator makes the fakes for the discriminator's step, without gradients of its own.</summary>
    public const string Fakes = "fakes";

    /// <summary>Real and generated samples are changed in the same way before the discriminator sees them.</summary>
    public const string Transform = "transform";

    /// <summary>The discriminator's outputs for real samples and for fakes, and the loss.</summary>
    public const string DiscriminatorForward = "discriminator forward";

    /// <summary>The terms added to the discriminator's loss, with their gradients by its input.</summary>
    public const string Penalty = "penalty";

    public const string DiscriminatorBackward = "discriminator backward";

    public const string DiscriminatorOptimizer = "discriminator optimizer";

    /// <summary>Noise through the generator and on through the discriminator to the generator's loss.</summary>
    public const string GeneratorForward = "generator forward";

    /// <summary>The discriminator's next updates, which the generator plays against (unrolled GAN).</summary>
    public const string Unroll = "unrolled updates";

    /// <summary>Back through the discriminator and the generator.</summary>
    public const string GeneratorBackward = "generator backward";

    public const string GeneratorOptimizer = "generator optimizer";

    /// <summary>The moving average of the generator's weights.</summary>
    public const string GeneratorAverage = "generator average";

    /// <summary>Losses, verdicts and accuracy are added to the sums that the log is made of.</summary>
    public const string Metrics = "metrics";

    public static IReadOnlyList<string> All { get; } =
    [
        Data, Fakes, Transform, DiscriminatorForward, Penalty, DiscriminatorBackward, DiscriminatorOptimizer, GeneratorForward, Unroll,
        GeneratorBackward, GeneratorOptimizer, GeneratorAverage, Metrics,
    ];
}
