using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Transforms;

/// <summary>A training step on images with transforms: recorded, resumed, and in double precision.</summary>
public sealed class TransformedTrainingTests
{
    private const string Every = "translation,cutout,brightness,contrast,saturation";

    private static readonly Dictionary<string, Func<TrainingOptions, TrainingOptions>> Ways = new()
    {
        ["every transform"] = o => o with { Augment = Every },
        ["ADA"] = o => o with { Augment = Every, Ada = "0.1:100", LearningRateD = 2e-3f },
        ["ADA of pairs"] = o => o with { Augment = "cutout", Ada = "0.1:100", LearningRateD = 2e-3f, Loss = "relativistic-paired" },
        ["with a penalty and packing"] = o => o with { Augment = "translation", Penalty = "r1", Pack = 2, InstanceNoise = "0.1:10" },
        ["consistency"] = o => o with { Penalty = "consistency" },
    };

    public static IEnumerable<string> Names => Ways.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_replayed_step_does_what_an_eager_one_does(string way)
    {
        TrainingOptions options = Options(way, "mlp");
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }), captured = TrainerBench.OnCpu(options);
        Dictionary<string, float[]> state = captured.Step(8).State();
        StateAssert.SameBits(state, eager.Step(8).State());
        if (way == "ADA")
            Assert.That(state["ada probability"][0], Is.GreaterThan(0), "p has begun to move");
    }

    [TestCaseSource(nameof(Names))]
    public void A_resumed_run_goes_on_with_the_same_bits(string way)
    {
        using var temporary = new TemporaryFolder();
        TrainingOptions options = Options(way, "mlp");
        RunFolder folder = RunFolder.Create(Path.Combine(temporary.Path, "run"), options);
        using TrainerBench straight = TrainerBench.OnCpu(options).Step(2), resumed = TrainerBench.OnCpu(options).Step();
        Checkpoint.Save(folder, straight.Trainer, straight.Fingerprint, new TrainingPosition(0, 2, 2));
        Checkpoint.Load(folder.CheckpointFile(2), resumed.Trainer, options);
        StateAssert.SameBits(resumed.Step(0).State(), straight.State());
        StateAssert.SameBits(resumed.Rewind().Step(3).State(), straight.Rewind().Step(3).State());
    }

    [TestCase("every transform")]
    [TestCase("ADA")]
    public void The_first_losses_are_those_in_double_precision(string way)
    {
        TrainingOptions options = Options(way, "mlp") with { Batch = 4 };
        using TrainerBench cpu = TrainerBench.OnCpu(options).Step(), reference = TrainerBench.OnReference(options).Step();
        StepMetrics found = cpu.Trainer.ReadMetrics(1), expected = reference.Trainer.ReadMetrics(1);
        Assert.That(found.DiscriminatorLoss, Is.EqualTo(expected.DiscriminatorLoss).Within(1e-4));
        Assert.That(found.GeneratorLoss, Is.EqualTo(expected.GeneratorLoss).Within(1e-4));
    }

    [Test]
    public void The_discriminator_sees_changed_samples_of_both_kinds_in_both_players_steps()
    {
        TrainingOptions still = TrainerBench.Options("toy2d") with { LearningRate = 1e-12f };
        using TrainerBench plain = TrainerBench.OnCpu(still).Step(), noisy = TrainerBench.OnCpu(still with { InstanceNoise = "5" }).Step();
        StepMetrics without = plain.Trainer.ReadMetrics(1), with = noisy.Trainer.ReadMetrics(1);
        Assert.Multiple(() =>
        {
            Assert.That(Math.Abs(with.OnReal - without.OnReal), Is.GreaterThan(1e-3));
            Assert.That(Math.Abs(with.OnFake - without.OnFake), Is.GreaterThan(1e-3));
            Assert.That(Math.Abs(with.GeneratorLoss - without.GeneratorLoss), Is.GreaterThan(1e-3));
        });
    }

    private static TrainingOptions Options(string way, string model) => Ways[way](TrainerBench.Options(model)).Validate();
}
