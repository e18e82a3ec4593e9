using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>
/// The same GAN on two devices, from the same seed and on the same digits. The random numbers are equal bit for bit and the formulas are
/// the same polynomials; what differs is the order in which long sums are added up.
/// </summary>
public class DeviceParityTests : SimtFixture
{
    private const int Steps = 100;
    private const double Tolerance = 1e-4;

    /// <summary>
    /// Adam divides each gradient by its own size. Where a gradient is nothing but rounding errors (a weight whose input is always 0), so
    /// is the direction of its step; such weights may differ by a few steps and nobody can tell. Hence the mean for weights, and every
    /// single value for what a GAN shows: its samples and its losses.
    /// </summary>
    [TestCase("toy2d")]
    [TestCase("keras-mlp")]
    public void A_hundred_steps_on_each_end_at_the_same_GAN(string model)
    {
        using var cpu = new CpuDevice(2);
        using var expected = new Player(model, cpu, capture: true);
        using var actual = new Player(model, Device, capture: true);
        for (int step = 0; step < Steps; step++)
        {
            expected.Step(step);
            actual.Step(step);
        }

        AssertAlike(expected, actual, Steps, "after all steps");
    }

    /// <summary>
    /// With batch normalisation a GAN is chaotic: on one and the same processor a run in registers of 256 bits and one in 512 are as far
    /// apart after a hundred steps as two runs with different seeds. The convolutional one needs fewer: after 20 steps of 16 images some
    /// pixel of their samples differs by 0.07, and one of cpu's and opencl's by 0.05; for the first four it is less than 0.0001 either way.
    /// So here each of the steps begins where the processor stands. A pre-activation within rounding of 0 can still fall on either side of
    /// a leaky ReLU's kink; where the generator's gradient is large, as in dcgan, that one unit moves a pixel by 4e-4.
    /// </summary>
    [TestCase("mlp", 50, 64, Tolerance)]
    [TestCase("dcgan", 20, 16, 10 * Tolerance)]
    public void Each_step_of_a_digits_GAN_goes_the_same_way(string model, int steps, int batch, double worstPixel)
    {
        using var cpu = new CpuDevice(2);
        using var expected = new Player(model, cpu, capture: true, batch);
        using var actual = new Player(model, Device, capture: true, batch);
        for (int step = 0; step < steps; step++)
        {
            actual.TakeOver(expected);
            expected.Step(step);
            actual.Step(step);
            if (step % 9 == 0 || step == steps - 1)
                AssertAlike(expected, actual, 1, $"step {step}", worstPixel);
        }
    }

    [Test]
    public void Recorded_or_not_the_weights_have_the_same_bits([Values("toy2d", "mlp", "dcgan")] string model)
    {
        int? batch = model == "dcgan" ? 16 : null;
        using var recorded = new Player(model, Device, capture: true, batch);
        using var eager = new Player(model, Device, capture: false, batch);
        for (int step = 0; step < 10; step++)
        {
            recorded.Step(step);
            eager.Step(step);
        }

        foreach ((string name, Tensor tensor) in recorded.State())
            Assert.That(tensor.ToArray(), Is.EqualTo(eager.State().First(t => t.Name == name).Tensor.ToArray()), name);
    }

    private static void AssertAlike(Player expected, Player actual, int steps, string when, double worstPixel = Tolerance)
    {
        foreach (((string name, Tensor a), (_, Tensor b)) in expected.Weights().Zip(actual.Weights()))
            Assert.That(
                a.ToArray().Zip(b.ToArray(), (x, y) => (double)Math.Abs(x - y)).Average(), Is.LessThan(Tolerance), $"{name}, {when}");
        float[] left = expected.Samples(), right = actual.Samples();
        Assert.That(Worst(left, right), Is.LessThan(worstPixel), $"samples, {when}");
        Assert.That(left.Zip(right, (a, b) => (double)Math.Abs(a - b)).Average(), Is.LessThan(Tolerance), $"samples on average, {when}");
        StepMetrics x = expected.Trainer.ReadMetrics(steps), y = actual.Trainer.ReadMetrics(steps);
        float[] Values(StepMetrics m) => [(float)m.DiscriminatorLoss, (float)m.GeneratorLoss, (float)m.OnReal, (float)m.OnFake];
        Assert.That(Worst(Values(x), Values(y)), Is.LessThan(Tolerance * Math.Max(1, x.GeneratorLoss)), $"losses, {when}: {x} and {y}");
    }

    private static double Worst(float[] a, float[] b) => a.Zip(b, (x, y) => (double)Math.Abs(x - y)).Max();

    /// <summary>A trainer on real data.</summary>
    private sealed class Player : IDisposable
    {
        private static readonly Dictionary<string, ISampleSource> Data = [];
        private readonly BatchOrder order;
        private readonly ISampleSource samples;
        private readonly GanModel model;

        public Player(string name, Device device, bool capture, int? batch = null)
        {
            model = GanModel.Catalog.Find(name);
            TrainingOptions options = TrainingOptions.Published(model) with { Capture = capture };
            options = (options with { Batch = batch ?? options.Batch }).Validate();
            if (!Data.TryGetValue(name, out ISampleSource? loaded))
                Data[name] = loaded = TrainingData.Load(options, _ => { });
            samples = loaded;
            order = new BatchOrder(samples.Count, options.Batch, options.Seed);
            Trainer = new GanTrainer(options, device);
        }

        public GanTrainer Trainer { get; }

        public void Step(int step) => Trainer.Step(samples, order, epoch: 0, step % order.BatchesPerEpoch);

        public IEnumerable<(string Name, Tensor Tensor)> Weights() => new[] { Trainer.Generator, Trainer.Discriminator }
            .SelectMany((network, i) => network.NamedParameters().Select(p => ($"{i}.{p.Name}", p.Tensor)));

        public IEnumerable<(string Name, Tensor Tensor)> State() => new[]
        {
            Trainer.Generator.StateDict(), Trainer.Discriminator.StateDict(), Trainer.GeneratorOptimizer.StateDict(),
            Trainer.DiscriminatorOptimizer.StateDict(),
            new Dictionary<string, Tensor> { ["sums"] = Trainer.Sums },
        }.SelectMany((part, i) => part.Select(t => ($"{i}.{t.Key}", t.Value)));

        /// <summary>Stands where the other does: weights, statistics, moments, step counts, random counters; with no metrics yet.</summary>
        public void TakeOver(Player other)
        {
            other.Trainer.ResetMetrics();
            foreach (((_, Tensor source), (_, Tensor target)) in other.State().Zip(State()))
                target.CopyFrom(source.ToArray());
            Trainer.Noise.State = other.Trainer.Noise.State;
            Trainer.LayerRandom.State = other.Trainer.LayerRandom.State;
        }

        /// <summary>What the generator makes of 64 inputs that are the same for all.</summary>
        public float[] Samples()
        {
            using var scope = new TensorScope();
            using var noise = new RandomSource(Trainer.Device, 7);
            return Trainer.Sample(noise.Normal([64, model.LatentSize])).ToArray();
        }

        public void Dispose() => Trainer.Dispose();
    }
}
