using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A GAN to train: two networks, what they were trained with where they were published, and what their data looks like. One file a model.
/// </summary>
public abstract class GanModel
{
    /// <summary>What one writes after <c>--model</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for a person.</summary>
    public abstract string Description { get; }

    /// <summary>Length of the generator's input z ~ N(0, 1).</summary>
    public abstract int LatentSize { get; }

    /// <summary>Shape of one sample: (channels, height, width) of an image, or (2) for a point of the plane.</summary>
    public abstract Shape SampleShape { get; }

    /// <summary>The range of the generator's output, to which the data is scaled.</summary>
    public abstract (float Low, float High) Range { get; }

    /// <summary>What it trains on unless told otherwise.</summary>
    public abstract string DefaultData { get; }

    /// <summary>How it trains unless told otherwise.</summary>
    public abstract TrainingDefaults Defaults { get; }

    /// <summary>Whether samples are pictures; otherwise they are points.</summary>
    public bool MakesImages => SampleShape.Rank == 3;

    /// <summary>z (N, <see cref="LatentSize"/>) → samples (N, <see cref="SampleShape"/>).</summary>
    public abstract Sequential Generator(RandomSource random);

    /// <summary>Samples (N, <see cref="SampleShape"/>) → the probability that each is real, (N, 1).</summary>
    public abstract Sequential Discriminator(RandomSource random);
}
