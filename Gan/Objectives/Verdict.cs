using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Objectives;

/// <summary>The discriminator's outputs for a batch.</summary>
/// <param name="Output">Raw scores (logits), or probabilities if the network ends in a sigmoid; (N, 1).</param>
/// <param name="Features">The input of the network's last layer with weights, (N, …): its features of a sample.</param>
/// <param name="IsProbability">Whether <paramref name="Output"/> is a probability.</param>
public sealed record Verdict(Tensor Output, Tensor Features, bool IsProbability)
{
    /// <summary>The probability of being real: the output, or the sigmoid of the score.</summary>
    public Tensor Probability() => IsProbability ? Output : Output.Sigmoid();

    /// <summary>Binary cross-entropy of <see cref="Probability"/> with targets in [0, 1] of the output's shape.</summary>
    public Tensor CrossEntropy(Tensor targets) =>
        IsProbability ? Output.BinaryCrossEntropy(targets) : Output.BinaryCrossEntropyWithLogits(targets);
}

/// <summary>The outputs that an objective with targets asks for, of the discriminator's output's shape (N, 1).</summary>
/// <param name="Real">For real samples: 1, or less with label smoothing; flipped labels exchange some with <paramref name="Fake"/>.</param>
/// <param name="Fake">For generated samples: 0, or more with two-sided label smoothing.</param>
public readonly record struct Targets(Tensor Real, Tensor Fake);
