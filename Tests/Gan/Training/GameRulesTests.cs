using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Who moves when, against which opponent, and what is written down about it.</summary>
public sealed class GameRulesTests
{
    private static readonly TrainingOptions Toy = TrainerBench.Options("toy2d");

    [Test]
    public void A_step_is_the_papers_algorithm_written_out_by_hand()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Toy);
        float[] x = bench.NextBatch(sampleSize: 2);
        bench.Step();

        var model = new Toy2dModel();
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        using RandomSource layers = new(device, Toy.Seed, stream: 0), noise = new(device, Toy.Seed, stream: 1);
        using Sequential g = model.Generator(layers), d = model.Discriminator(layers);
        using Adam adamG = Optimizer(g), adamD = Optimizer(d);
        Tensor one = Tensor.Ones(device, [Toy.Batch, 1]), zero = Tensor.Zeros(device, [Toy.Batch, 1]);

        Tensor onReal = d.Forward(Tensor.From(device, [Toy.Batch, 2], x));
        Tensor onFake = d.Forward(g.Forward(noise.Normal([Toy.Batch, 10])).Detach());
        (Losses.BinaryCrossEntropy(onReal, one) + Losses.BinaryCrossEntropy(onFake, zero)).Backward();
        adamD.Step();
        Tensor fooled = d.Forward(g.Forward(noise.Normal([Toy.Batch, 10])));
        Losses.BinaryCrossEntropy(fooled, one).Backward();
        adamG.Step();

        float[] p = onReal.ToArray(), q = onFake.ToArray(), r = fooled.ToArray();
        StepMetrics metrics = bench.Trainer.ReadMetrics(1);
        Assert.Multiple(() =>
        {
            Assert.That(Values(bench.Trainer.Discriminator), Is.EqualTo(Values(d)), "the discriminator");
            Assert.That(Values(bench.Trainer.Generator), Is.EqualTo(Values(g)), "the generator");
            Assert.That(metrics.DiscriminatorLoss, Is.EqualTo(-p.Average(v => Math.Log(v)) - q.Average(v => Math.Log(1 - v))).Within(1e-5));
            Assert.That(metrics.GeneratorLoss, Is.EqualTo(-r.Average(v => Math.Log(v))).Within(1e-5));
            Assert.That(metrics.OnReal, Is.EqualTo(p.Average()).Within(1e-5));
            Assert.That(metrics.OnFake, Is.EqualTo(q.Average()).Within(1e-5));
            Assert.That(metrics.Accuracy, Is.EqualTo((p.Count(v => v > 0.5) + q.Count(v => v < 0.5)) / (2.0 * Toy.Batch)).Within(1e-6));
        });
    }

    [TestCase("alternating", 1, 1)]
    [TestCase("three discriminator steps", 3, 1)]
    [TestCase("simultaneous", 1, 1)]
    [TestCase("reused noise", 1, 1)]
    [TestCase("unfrozen discriminator", 2, 1)]
    public void Each_player_moves_as_often_as_the_rules_say(string mode, int discriminator, int generator)
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d", mode));
        float[] d = Values(bench.Trainer.Discriminator), g = Values(bench.Trainer.Generator);
        bench.Step(2);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Trainer.DiscriminatorOptimizer.StateDict()["step"].ToArray(), Has.All.EqualTo(2 * discriminator));
            Assert.That(bench.Trainer.GeneratorOptimizer.StateDict()["step"].ToArray(), Has.All.EqualTo(2 * generator));
            Assert.That(Values(bench.Trainer.Discriminator), Is.Not.EqualTo(d));
            Assert.That(Values(bench.Trainer.Generator), Is.Not.EqualTo(g));
        });
    }

    [Test]
    public void The_discriminators_step_leaves_the_generator_alone()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Toy);
        float[] g = Values(bench.Trainer.Generator), d = Values(bench.Trainer.Discriminator);
        bench.Trainer.GeneratorOptimizer.LearningRate = 0;
        bench.Step(3);
        Assert.That(Values(bench.Trainer.Generator), Is.EqualTo(g));
        Assert.That(Values(bench.Trainer.Discriminator), Is.Not.EqualTo(d));
    }

    [Test]
    public void The_generators_step_leaves_a_frozen_discriminator_alone()
    {
        // Where the generator stands still, only its step's effect on the discriminator tells these two apart.
        using TrainerBench frozen = TrainerBench.OnCpu(Toy), thawed = TrainerBench.OnCpu(Toy with { FreezeDiscriminator = false });
        frozen.Trainer.DiscriminatorOptimizer.LearningRate = 0;
        float[] before = Values(frozen.Trainer.Discriminator);
        frozen.Step(3);
        Assert.That(Values(frozen.Trainer.Discriminator), Is.EqualTo(before));

        using TrainerBench alone = TrainerBench.OnCpu(Toy);
        Assert.That(
            Values(thawed.Step().Trainer.Discriminator), Is.Not.EqualTo(Values(alone.Step().Trainer.Discriminator)),
            "the tutorials' mistake moves it once more");
    }

    [Test]
    public void Simultaneous_players_both_move_from_the_same_point()
    {
        TrainingOptions options = Toy with { ReuseNoise = true };
        using TrainerBench both = TrainerBench.OnCpu(options with { Update = UpdateOrder.Simultaneous });
        using TrainerBench inTurn = TrainerBench.OnCpu(options), againstTheOld = TrainerBench.OnCpu(options);
        againstTheOld.Trainer.DiscriminatorOptimizer.LearningRate = 0;
        both.Step();
        inTurn.Step();
        againstTheOld.Step();
        Assert.Multiple(() =>
        {
            Assert.That(
                Values(both.Trainer.Discriminator), Is.EqualTo(Values(inTurn.Trainer.Discriminator)),
                "the discriminator moves first in turn, so it sees the same");
            Assert.That(
                Values(both.Trainer.Generator), Is.EqualTo(Values(againstTheOld.Trainer.Generator)),
                "the generator plays against the old one");
            Assert.That(Values(both.Trainer.Generator), Is.Not.EqualTo(Values(inTurn.Trainer.Generator)));
        });
    }

    [TestCase("alternating", 2)]
    [TestCase("reused noise", 1)]
    [TestCase("simultaneous", 1)]
    [TestCase("three discriminator steps", 4)]
    public void A_step_draws_as_much_noise_as_it_needs(string mode, int batches)
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d", mode)).Step();
        using var noise = new RandomSource(bench.Device, Toy.Seed, stream: 1);
        for (int i = 0; i < batches; i++)
            noise.Normal([Toy.Batch, 10]).Dispose();
        Assert.That(bench.Trainer.Noise.State, Is.EqualTo(noise.State));
    }

    [TestCase(0.25f, 0f)]
    [TestCase(0f, 0.5f)]
    public void Penalties_count_weight_matrices_and_spare_biases(float l1, float l2)
    {
        using TrainerBench plain = TrainerBench.OnCpu(Toy), penalised = TrainerBench.OnCpu(Toy with { L1 = l1, L2 = l2 });
        plain.Trainer.DiscriminatorOptimizer.LearningRate = penalised.Trainer.DiscriminatorOptimizer.LearningRate = 0;
        double Penalty(Sequential network) =>
            network.NamedParameters().Where(p =>
                    p.Name.EndsWith("weight", StringComparison.Ordinal)).SelectMany(p =>
                        p.Tensor.ToArray()).Sum(w => (l1 * Math.Abs((double)w)) + (l2 * w * w));
        double onD = Penalty(plain.Trainer.Discriminator), onG = Penalty(plain.Trainer.Generator);
        StepMetrics without = plain.Step().Trainer.ReadMetrics(1), with = penalised.Step().Trainer.ReadMetrics(1);
        Assert.Multiple(() =>
        {
            Assert.That(with.DiscriminatorLoss - without.DiscriminatorLoss, Is.EqualTo(onD).Within(1e-4 * onD));
            Assert.That(with.GeneratorLoss - without.GeneratorLoss, Is.EqualTo(onG).Within(1e-4 * onG));
        });
    }

    [Test]
    public void An_averaged_loss_is_half_the_sum()
    {
        using TrainerBench sum = TrainerBench.OnCpu(Toy).Step(), mean = TrainerBench.OnCpu(
            Toy with { AverageDiscriminatorLoss = true }).Step();
        Assert.That(
            mean.Trainer.ReadMetrics(1).DiscriminatorLoss, Is.EqualTo(sum.Trainer.ReadMetrics(1).DiscriminatorLoss / 2).Within(1e-6));
    }

    [Test]
    public void Metrics_are_means_over_the_steps_since_the_reset()
    {
        using TrainerBench bench = TrainerBench.OnCpu(
            Toy with { LearningRate = 1e-9f }), other = TrainerBench.OnCpu(Toy with { LearningRate = 1e-9f });
        StepMetrics first = bench.Step().Trainer.ReadMetrics(1);
        bench.Trainer.ResetMetrics();
        StepMetrics second = bench.Step().Trainer.ReadMetrics(1), mean = other.Step(2).Trainer.ReadMetrics(2);
        Assert.That(mean.DiscriminatorLoss, Is.EqualTo((first.DiscriminatorLoss + second.DiscriminatorLoss) / 2).Within(1e-6));
        Assert.That(mean.OnReal, Is.EqualTo((first.OnReal + second.OnReal) / 2).Within(1e-6));
    }

    private static Adam Optimizer(Sequential network) =>
        new(network.NamedParameters(), Toy.LearningRate, Toy.Beta1, Toy.Beta2, Toy.Epsilon);

    private static float[] Values(Sequential network) => [.. network.Parameters().SelectMany(p => p.ToArray())];
}
