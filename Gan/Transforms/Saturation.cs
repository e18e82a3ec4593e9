using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Moves the colour of each pixel away from its gray, the mean of its channels, or towards it: by a factor from 0 to 2 for the whole image
/// (DiffAugment, Zhao et al. 2020). Gray images stay as they are.
/// </summary>
public sealed class Saturation : Transform
{
    public override string Name => "saturation";

    public override string Description => "scales the distance of each colour from its gray by 0 to 2 (Zhao et al. 2020)";

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(random);
        Tensor gray = samples.Mean([1], keepDims: true);
        return gray + ((samples - gray) * random.Uniform(samples.Shape.OnesFrom(1), 0, 2));
    }
}
