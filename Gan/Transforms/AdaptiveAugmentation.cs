using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Adaptive discriminator augmentation, ADA (Karras et al. 2020, section 3): each transform changes a sample with probability p only. p
/// follows a sign of overfitting, r = E sign(D(x)) over the real samples of four discriminator steps: 0 if D cannot tell real from
/// generated, 1 if it knows every real sample. Above the target p rises, below it falls; it stays in [0, 1].
/// <para>
/// sign is +1 for a sample on the real side of the objective's boundary; where the objective has none, if its score is above that of the
/// generated sample of its pair. p is in device memory and is updated there, so that a recorded step adapts in every replay.
/// </para>
/// </summary>
public sealed class AdaptiveAugmentation : Transform, IDisposable
{
    /// <summary>The discriminator steps from one update of p to the next.</summary>
    private const int Interval = 4;

    private readonly IReadOnlyList<Transform> transforms;
    private readonly double target, change;
    private readonly Tensor probability, signs, steps;

    /// <param name="transforms">Each is applied or not, for itself.</param>
    /// <param name="setting">The target of r, and the pace.</param>
    /// <param name="batch">Real samples in a discriminator step.</param>
    /// <param name="device">Where p lives.</param>
    public AdaptiveAugmentation(IReadOnlyList<Transform> transforms, AdaptiveSetting setting, int batch, Device device)
    {
        this.transforms = transforms;
        target = setting.Target;
        change = (double)batch * Interval / setting.Images;
        probability = Tensor.Persistent(device, []);
        signs = Tensor.Persistent(device, []);
        steps = Tensor.Persistent(device, []);
    }

    public override string Name => "ada";

    public override string Description => "each transform with a probability that follows D's overfitting (Karras et al. 2020)";

    public override bool NeedsImages => transforms.Any(t => t.NeedsImages);

    /// <summary>p, and what has been observed since its last update; in the checkpoint.</summary>
    public IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor> { ["probability"] = probability, ["signs"] = signs, ["steps"] = steps };

    /// <summary>Continues from a saved <see cref="State"/>.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        foreach ((string name, Tensor value) in State)
            value.CopyFrom(saved[name]);
    }

    /// <summary>p; waits for the device.</summary>
    public double ReadProbability() => probability.ToArray()[0];

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(random);
        foreach (Transform transform in transforms)
        {
            Tensor chosen = random.Uniform(samples.Shape.OnesFrom(1)).LessThan(probability);
            samples = Tensor.Where(chosen, transform.Of(samples, random), samples);
        }

        return samples;
    }

    /// <summary>Takes note of a discriminator step, and updates p after every fourth.</summary>
    /// <param name="sign">Mean sign of D on the real samples, in [−1, 1], of shape ().</param>
    public void Observe(Tensor sign)
    {
        using var noGrad = new NoGradScope();
        Tensor sum = signs + sign, count = steps + 1;
        Tensor due = count.EqualTo(Tensor.Scalar(count.Device, Interval)), notYet = 1 - due;
        Tensor direction = ((sum / Interval) - target).Sign();
        probability.CopyFrom((probability + (direction * due * change)).Clamp(0, 1));
        signs.CopyFrom(sum * notYet);
        steps.CopyFrom(count * notYet);
    }

    public void Dispose()
    {
        probability.Dispose();
        signs.Dispose();
        steps.Dispose();
    }
}
