using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Instance noise (Sønderby et al. 2016; Arjovsky, Bottou 2017): D sees x + σn and G(z) + σn, n ~ N(0, 1). Without it the two distributions
/// hardly overlap at first, and a perfect discriminator, whose gradient says nothing, exists. σ falls to 0 as the generator learns.
/// </summary>
public sealed class InstanceNoise : Transform, IDisposable
{
    private readonly NoiseSetting setting;

    // In device memory, because a recorded step reads it anew in each replay.
    private readonly Tensor sigma;

    public InstanceNoise(NoiseSetting setting, Device device)
    {
        this.setting = setting;
        sigma = Tensor.Persistent(device, [], setting.Sigma);
    }

    public override string Name => "instance-noise";

    public override string Description => "adds normal noise, less from step to step (Sønderby et al. 2016)";

    public override bool NeedsImages => false;

    /// <summary>Sets the deviation for a step, counted from 0.</summary>
    public void Begin(long step)
    {
        if (setting.Steps > 0)
            sigma.CopyFrom([setting.At(step)]);
    }

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(random);
        return samples + (random.Normal(samples.Shape) * sigma);
    }

    public void Dispose() => sigma.Dispose();
}
