using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Moves the values of an image away from its mean, or towards it: by a factor from ½ to 1½ (DiffAugment, Zhao et al. 2020).
/// </summary>
public sealed class Contrast : Transform
{
    public override string Name => "contrast";

    public override string Description => "scales the distance from the image's mean by ½ to 1½ (Zhao et al. 2020)";

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(random);
        Tensor mean = samples.Mean([1, 2, 3], keepDims: true);
        return mean + ((samples - mean) * random.Uniform(samples.Shape.OnesFrom(1), 0.5f, 1.5f));
    }
}
