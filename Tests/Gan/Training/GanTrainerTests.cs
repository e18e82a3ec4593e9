using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>That however the trainer gets there, it gets to the same bits.</summary>
public sealed class GanTrainerTests
{
    public static IEnumerable<string> Modes => TrainerBench.Modes.Keys;

    [TestCaseSource(nameof(Modes))]
    public void A_replayed_step_does_what_an_eager_one_does(string mode)
    {
        TrainingOptions options = TrainerBench.Options("toy2d", mode);
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }), captured = TrainerBench.OnCpu(options);
        StateAssert.SameBits(captured.Step(6).State(), eager.Step(6).State());
    }

    [TestCase("alternating")]
    [TestCase("simultaneous")]
    [TestCase("reused noise")]
    public void A_replayed_step_does_what_an_eager_one_does_with_batch_normalisation(string mode)
    {
        TrainingOptions options = TrainerBench.Options("mlp", mode);
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }), captured = TrainerBench.OnCpu(options);
        StateAssert.SameBits(captured.Step(3).State(), eager.Step(3).State());
    }

    [TestCase("dcgan", 64, 3)]
    [TestCase("dcgan-upsample", 32, 1)]
    [TestCase("pix2pix", 28, 1)]
    [TestCase("cyclegan", 28, 1)]
    [TestCase("srgan", 32, 3)]
    [TestCase("nextframe", 28, 1)]
    [TestCase("sagan", 28, 1)]
    [TestCase("progressive", 64, 3)]
    [TestCase("anogan", 64, 3)]
    [TestCase("infogan", 28, 1)]
    [TestCase("bigan", 28, 1)]
    [TestCase("video", 32, 3)]
    public void A_replayed_step_does_what_an_eager_one_does_on_other_images(string model, int size, int channels)
    {
        TrainingOptions options = TrainerBench.Options(model) with { ImageSize = size, Channels = channels, Batch = 2 };
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }), captured = TrainerBench.OnCpu(options);
        StateAssert.SameBits(captured.Step(2).State(), eager.Step(2).State());
    }

    [TestCase("mlp", "alternating")]
    [TestCase("mlp", "simultaneous")]
    [TestCase("mlp", "L1 and L2")]
    [TestCase("dcgan", "alternating")]
    [TestCase("toy2d", "three discriminator steps")]
    public void The_number_of_threads_does_not_matter(string model, string mode)
    {
        TrainingOptions options = TrainerBench.Options(model, mode);
        using TrainerBench one = TrainerBench.OnCpu(options, threads: 1), two = TrainerBench.OnCpu(options, threads: 2),
        three = TrainerBench.OnCpu(options, threads: 3);
        Dictionary<string, float[]> expected = one.Step(3).State();
        StateAssert.SameBits(two.Step(3).State(), expected);
        StateAssert.SameBits(three.Step(3).State(), expected);
    }

    [TestCaseSource(nameof(Modes))]
    public void The_cpu_follows_the_reference_in_double_precision(string mode)
    {
        TrainingOptions options = TrainerBench.Options("toy2d", mode);
        using TrainerBench cpu = TrainerBench.OnCpu(options), reference = TrainerBench.OnReference(options);
        CheckClose(cpu.Step(20).State(), reference.Step(20).State(), options, steps: 60);
    }

    [Test]
    public void The_cpu_follows_the_reference_on_images_too()
    {
        TrainingOptions options = TrainerBench.Options("mlp") with { Batch = 4 };
        using TrainerBench cpu = TrainerBench.OnCpu(options), reference = TrainerBench.OnReference(options);
        CheckClose(cpu.Step(2).State(), reference.Step(2).State(), options, steps: 2);
    }

    [TestCase("conv")]
    [TestCase("dcgan")]
    [TestCase("dcgan-upsample")]
    public void A_step_moves_every_weight_of_a_convolutional_model(string model)
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options(model));
        Dictionary<string, float[]> before = bench.State();
        Dictionary<string, float[]> after = bench.Step().State();
        Assert.That(
            StateAssert.Differing(after, before),
            Is.SupersetOf(
                before.Keys.Where(k => k.StartsWith("generator ") || k.StartsWith("discriminator ")).Where(k => !k.Contains("optimizer"))));
        Assert.That(after["metrics sums"], Has.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void The_seed_decides_everything()
    {
        TrainingOptions options = TrainerBench.Options("toy2d");
        using TrainerBench a = TrainerBench.OnCpu(options), b = TrainerBench.OnCpu(options), other = TrainerBench.OnCpu(
            options with { Seed = 2 });
        Dictionary<string, float[]> state = a.Step(4).State();
        StateAssert.SameBits(b.Step(4).State(), state);
        Assert.That(
            StateAssert.Differing(other.Step(4).State(), state),
            Has.Member("generator 0.weight").And.Member("discriminator 0.weight").And.Member("noise"));
    }

    [TestCase("mlp")]
    [TestCase("toy2d")]
    public void Drawing_samples_does_not_disturb_training(string model)
    {
        TrainingOptions options = TrainerBench.Options(model);
        using TrainerBench watched = TrainerBench.OnCpu(options), alone = TrainerBench.OnCpu(options);
        using Tensor noise = SamplePictures.Noise(watched.Device, GanModel.Catalog.Find(model), 9, seed: 1, SamplePictures.FixedNoise);
        for (int i = 0; i < 3; i++)
        {
            watched.Step();
            watched.Trainer.ReadMetrics(i + 1);
            using Tensor samples = watched.Trainer.Sample(noise);
            Assert.That(samples.Shape[0], Is.EqualTo(9));
        }

        StateAssert.SameBits(watched.State(), alone.Step(3).State());
    }

    [Test]
    public void Samples_depend_on_their_noise_alone_and_not_on_their_company()
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("mlp")).Step(2);
        using Tensor noise = SamplePictures.Noise(bench.Device, new MlpModel(), 8, seed: 5, SamplePictures.FixedNoise);
        using Tensor first = Tensor.From(bench.Device, [2, 100], noise.ToArray().AsSpan(0, 200));
        float[] all = bench.Trainer.Sample(noise).ToArray(), few = bench.Trainer.Sample(first).ToArray();
        Assert.That(few, Is.EqualTo(all[..few.Length]).AsCollection.Within(1e-5f));
    }

    [Test]
    public void Neither_memory_nor_garbage_grows_over_5000_steps()
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d") with { Batch = 2 }, threads: 1);
        bench.Step(100);
        long device = bench.Device.AllocatedBytes, managed = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
            bench.Rewind().Step(1000);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Device.AllocatedBytes, Is.EqualTo(device));
            Assert.That(
                GC.GetAllocatedBytesForCurrentThread() - managed, Is.LessThan(5000),
                "less than a byte a step: nothing but the runtime's own");
        });
    }

    [Test]
    public void The_learning_rate_can_be_changed_between_replayed_steps()
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d")).Step(2);
        Dictionary<string, float[]> before = bench.State();
        bench.Trainer.SetLearningRates(0, 0);
        Dictionary<string, float[]> after = bench.Step().State();
        Assert.That(
            StateAssert.Differing(after, before),
            Has.None.Matches("^(generator|discriminator) \\d").And.Member("generator optimizer exp_avg.0.weight"));
    }

    /// <summary>
    /// Adam divides a gradient by its own size: where a gradient is nothing but rounding, the two may go opposite ways, by a learning rate
    /// a step at most. That may happen to few weights; the rest and the metrics must agree closely.
    /// </summary>
    private static void CheckClose(
        Dictionary<string, float[]> cpu, Dictionary<string, float[]> reference, TrainingOptions options, int steps)
    {
        float rate = options.LearningRate;
        Assert.That(Metrics(cpu), Is.EqualTo(Metrics(reference)).AsCollection.Within(2e-3f));
        Assert.That(cpu["noise"], Is.EqualTo(reference["noise"]), "the random counters stand at the same place");
        float[] Weights(Dictionary<string, float[]> state) =>
            [
                .. state.Where(t =>
                        t.Key.StartsWith("generator ", StringComparison.Ordinal)
                            || t.Key.StartsWith("discriminator ", StringComparison.Ordinal)).Where(t =>
                            char.IsDigit(t.Key[t.Key.IndexOf(' ', StringComparison.Ordinal) + 1])).SelectMany(t => t.Value)];

        // Without a boundary only differences of scores count: the gradient of the last bias is nothing but rounding errors, which Adam
        // turns into steps of full length.
        float[] Metrics(Dictionary<string, float[]> state) =>
            Objective.Catalog.Find(options.Loss).Boundary == null
                && state["metrics sums"] is [float d, float g, float x, float fake, float right]
                ? [d, g, x - fake, right]
                : state["metrics sums"];
        float[] a = Weights(cpu), b = Weights(reference);
        double[] gaps = [.. a.Zip(b, (x, y) => Math.Abs((double)x - y))];
        Assert.Multiple(() =>
        {
            Assert.That(gaps.Max(), Is.LessThan(2.01 * rate * steps), "the worst");
            Assert.That(gaps.Count(g => g > 2e-5) / (double)gaps.Length, Is.LessThan(0.005), "the share that is off by a tenth of a step");
        });
    }
}
