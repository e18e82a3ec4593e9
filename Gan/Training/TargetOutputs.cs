using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>The outputs that the discriminator is asked for: 1 and 0, or smoothed and flipped as the options say.</summary>
internal sealed class TargetOutputs : IDisposable
{
    private readonly TrainingOptions options;
    private readonly RandomSource random;
    private readonly Tensor one, zero, real, fake, flipped;

    /// <param name="shape">Of the discriminator's output for a batch.</param>
    /// <param name="random">Chooses the samples whose targets are exchanged.</param>
    public TargetOutputs(TrainingOptions options, Shape shape, RandomSource random)
    {
        this.options = options;
        this.random = random;
        Device device = random.Device;
        one = Tensor.Persistent(device, shape, 1);
        zero = Tensor.Persistent(device, shape);
        real = options.LabelSmoothing == 0 ? one : Tensor.Persistent(device, shape, 1 - options.LabelSmoothing);
        fake = options.LabelSmoothingFake == 0 ? zero : Tensor.Persistent(device, shape, options.LabelSmoothingFake);
        flipped = Tensor.Persistent(device, [], options.FlipLabels);
    }

    /// <summary>The generator's: 1 and 0.</summary>
    public Targets Plain => new(one, zero);

    /// <summary>By readable name.</summary>
    public IEnumerable<NamedTensor> Named =>
        [
            .. options.LabelSmoothing == 0 ? Array.Empty<NamedTensor>() : [new("smoothed ones", real)],
            .. options.LabelSmoothingFake == 0 ? Array.Empty<NamedTensor>() : [new("smoothed zeros", fake)],
            new("ones", one), new("zeros", zero)];

    /// <summary>1 and 0, smoothed; and exchanged for a random share of the samples, on either side.</summary>
    public Targets ForDiscriminator()
    {
        return options.FlipLabels == 0 ? new Targets(real, fake) : new Targets(Flipped(real, fake), Flipped(fake, real));

        Tensor Flipped(Tensor target, Tensor other) => Tensor.Where(random.Uniform(target.Shape).LessThan(flipped), other, target);
    }

    public void Dispose()
    {
        one.Dispose();
        zero.Dispose();
        real.Dispose();
        fake.Dispose();
        flipped.Dispose();
    }
}
