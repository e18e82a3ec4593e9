using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>A GAN to train: two networks, their published training settings, and the shape of their data. One file per model.</summary>
public abstract class GanModel
{
    /// <summary>The name after <c>--model</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A one-line description.</summary>
    public abstract string Description { get; }

    /// <summary>Length of the generator's input z ~ N(0, 1).</summary>
    public abstract int LatentSize { get; }

    /// <summary>The default image format of its networks, which <see cref="For"/> can change; null for points in the plane.</summary>
    public abstract ImageFormat? Format { get; }

    /// <summary>All image formats that it has networks for, the published one first; none for points.</summary>
    public virtual IReadOnlyList<ImageFormat> Formats => Format is ImageFormat only ? [only] : [];

    /// <summary>The range of the generator's output, to which the data is scaled.</summary>
    public abstract (float Low, float High) Range { get; }

    /// <summary>The default training data.</summary>
    public abstract string DefaultData { get; }

    /// <summary>The default training settings.</summary>
    public abstract TrainingDefaults Defaults { get; }

    /// <summary>Whether samples are pictures; otherwise they are points.</summary>
    public bool MakesImages => Format != null;

    /// <summary>Shape of one sample: (channels, height, width) of an image, or (2) for a point of the plane.</summary>
    public Shape SampleShape => Format is ImageFormat f ? [f.Channels, f.Height, f.Width] : [2];

    /// <summary>z (N, <see cref="LatentSize"/>) → samples (N, <see cref="SampleShape"/>).</summary>
    public abstract Sequential Generator(RandomSource random);

    /// <summary>Samples (N, <see cref="SampleShape"/>) → the probability that each is real, (N, 1).</summary>
    public abstract Sequential Discriminator(RandomSource random);

    /// <summary>The same model with networks for another image format.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    public GanModel For(ImageFormat format) =>
        format == Format ? this
        : Formats.Contains(format) ? With(format)
        : throw new ArgumentException($"Model {Name} has no networks for {format}.", nameof(format));

    /// <summary>A model of several formats in one of them.</summary>
    protected virtual GanModel With(ImageFormat format) => this;
}
