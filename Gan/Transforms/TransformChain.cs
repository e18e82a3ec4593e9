using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Transforms;

/// <summary>All that a run's options change of what the discriminator sees, in order; usually nothing.</summary>
internal sealed class TransformChain : IDisposable
{
    private readonly Device device;
    private readonly IReadOnlyList<Transform> transforms;
    private readonly InstanceNoise? noise;

    public TransformChain(TrainingOptions options, Device device)
    {
        this.device = device;
        transforms = Transform.Parse(options.Augment);
        AdaptiveSetting control = AdaptiveSetting.Parse(options.Ada);
        if (control.Target > 0)
            transforms = [Adaptive = new AdaptiveAugmentation(transforms, control, options.Batch, device)];
        NoiseSetting noisy = NoiseSetting.Parse(options.InstanceNoise);
        if (noisy.Sigma > 0)
            transforms = [.. transforms, noise = new InstanceNoise(noisy, device)];
    }

    /// <summary>The control of the transforms' probability; null without <c>--ada</c>.</summary>
    public AdaptiveAugmentation? Adaptive { get; }

    /// <summary>Sets what the host sets for a step.</summary>
    public void Begin(long step) => noise?.Begin(step);

    /// <summary>What the discriminator sees of the samples.</summary>
    public Tensor Of(Tensor samples, RandomSource random)
    {
        if (transforms.Count > 0)
            device.Observer?.Begin(GanPhase.Transform);
        foreach (Transform transform in transforms)
            samples = transform.Of(samples, random);
        return samples;
    }

    /// <summary>Tells the control how sure the discriminator was.</summary>
    /// <param name="realRight">The share of real samples that it was right about, of shape ().</param>
    public void Observe(Tensor realRight)
    {
        if (Adaptive == null)
            return;
        device.Observer?.Begin(GanPhase.Transform);
        Adaptive.Observe((realRight * 2) - 1);
    }

    public void Dispose()
    {
        Adaptive?.Dispose();
        noise?.Dispose();
    }
}
