using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>Adds a number from −½ to ½ to all values of an image (DiffAugment, Zhao et al. 2020).</summary>
public sealed class Brightness : Transform
{
    public override string Name => "brightness";

    public override string Description => "adds the same number to all values, from −½ to ½ (Zhao et al. 2020)";

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(random);
        return samples + random.Uniform(samples.Shape.OnesFrom(1), -0.5f, 0.5f);
    }
}
