using System.Diagnostics;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Profiling;

public sealed class StepProfileTests
{
    [Test]
    public void Phases_and_ops_are_what_the_step_does()
    {
        StepProfile profile = Profile("toy2d", "alternating");
        Assert.Multiple(() =>
        {
            Assert.That(profile.Phases.Select(p => p.Phase), Is.EqualTo(new[]
            {
                GanPhase.Data, GanPhase.Fakes, GanPhase.DiscriminatorForward, GanPhase.DiscriminatorBackward,
                GanPhase.DiscriminatorOptimizer,
                GanPhase.Metrics, GanPhase.GeneratorForward, GanPhase.GeneratorBackward, GanPhase.GeneratorOptimizer,
            }));
            Assert.That(Ops(profile, GanPhase.Data), Is.EquivalentTo(new[] { "Upload" }));
            Assert.That(Ops(profile, GanPhase.Fakes), Is.EquivalentTo(new[] { "Random", "Linear" }));
            Assert.That(Ops(profile, GanPhase.DiscriminatorForward), Is.EquivalentTo(new[] { "Linear", "BinaryCrossEntropy", "Add" }));
            Assert.That(Ops(profile, GanPhase.DiscriminatorBackward), Is.EquivalentTo(new[] { "Linear", "BinaryCrossEntropy", "Fill" }));
            Assert.That(Ops(profile, GanPhase.DiscriminatorOptimizer), Is.EquivalentTo(new[] { "ParameterUpdate" }));
            Assert.That(Ops(profile, GanPhase.GeneratorForward), Is.EquivalentTo(new[] { "Random", "Linear", "BinaryCrossEntropy" }));
            Assert.That(Ops(profile, GanPhase.GeneratorBackward), Is.EquivalentTo(new[] { "Linear", "BinaryCrossEntropy", "Fill" }));
            Assert.That(Ops(profile, GanPhase.GeneratorOptimizer), Is.EquivalentTo(new[] { "ParameterUpdate" }));

            // Three dense layers in each network; the discriminator judges twice, real samples and fakes.
            Assert.That(Launches(profile, GanPhase.Fakes, "Linear"), Is.EqualTo(3));
            Assert.That(Launches(profile, GanPhase.DiscriminatorForward, "Linear"), Is.EqualTo(6));
            Assert.That(Launches(profile, GanPhase.GeneratorForward, "Linear"), Is.EqualTo(6));
        });
    }

    [TestCase("simultaneous", GanPhase.GeneratorForward)]
    [TestCase("reused noise", GanPhase.GeneratorForward)]
    [TestCase("three discriminator steps", GanPhase.Fakes)]
    [TestCase("unfrozen discriminator", GanPhase.Fakes)]
    public void Every_way_to_train_has_its_phases(string mode, string afterData)
    {
        StepProfile profile = Profile("toy2d", mode);
        Assert.That(profile.Phases.Select(p => p.Phase).Take(2), Is.EqualTo(new[] { GanPhase.Data, afterData }));
        Assert.That(profile.Phases.Select(p => p.Phase), Is.SubsetOf(GanPhase.All).And.Unique);
        Assert.That(profile.Ops.Select(o => o.Phase).Distinct(), Is.SubsetOf(GanPhase.All), "no launch outside of a phase");
        Assert.That(
            Launches(profile, GanPhase.DiscriminatorOptimizer, "ParameterUpdate"),
            Is.EqualTo(mode switch { "three discriminator steps" => 3, "unfrozen discriminator" => 2, _ => 1 }));
    }

    [Test]
    public void Operations_are_those_of_the_products()
    {
        // Per sample: generator 10·64 + 64·32 + 32·2, discriminator 2·32 + 32·16 + 16·1 multiplications.
        StepProfile profile = Profile("toy2d", "alternating");
        Assert.That(
            profile.Ops.Single(o => o is { Phase: GanPhase.Fakes, Op: "Linear" }).Launches.Flops,
            Is.EqualTo(32 * 2.0 * ((10 * 64) + (64 * 32) + (32 * 2))));
        Assert.That(
            profile.Ops.Single(o =>
                    o is
                    {
                        Phase: GanPhase.DiscriminatorForward, Op: "Linear"
                    }).Launches.Flops, Is.EqualTo(2 * 32 * 2.0 * ((2 * 32) + (32 * 16) + 16)));
    }

    [Test]
    public void Launches_take_no_longer_than_the_step_and_phases_lie_within_it()
    {
        foreach (ProfiledStep step in Steps("toy2d", "alternating", out _))
        {
            Assert.That(step.Launches.Sum(l => l.End - l.Start), Is.GreaterThan(0).And.LessThanOrEqualTo(step.End - step.Start));
            Assert.That(step.Phases.Sum(p => p.End - p.Start), Is.LessThanOrEqualTo(step.End - step.Start));
            foreach (ObservedPhase phase in step.Phases)
                Assert.That(phase.Start >= step.Start && phase.End <= step.End, Is.True, phase.Name);
        }

        StepProfile profile = Profile("toy2d", "alternating");
        Assert.That(
            profile.Kernels.Sum(k => k.Launches.Milliseconds), Is.EqualTo(profile.Ops.Sum(o => o.Launches.Milliseconds)).Within(1e-9));
        Assert.That(profile.HostMilliseconds, Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Means_and_rates_are_those_of_known_steps()
    {
        long millisecond = Stopwatch.Frequency / 1000;
        ProfiledStep Step(long length) => new(
            0, 10 * millisecond, [new("a", 0, 10 * millisecond)],
            [new("K<X>", "Op", false, "a", 0, millisecond, (1 + length) * millisecond, 6_000_000, 12_000_000)]);
        var profile = StepProfile.Of([Step(2), Step(4)]);
        Assert.That(profile.Milliseconds, Is.EqualTo(10).Within(1e-9));
        LaunchTotal total = profile.Ops.Single().Launches;
        Assert.That(
            (total.Count, Math.Round(total.Milliseconds, 9), Math.Round(total.Gflops, 9), Math.Round(total.GigabytesPerSecond, 9)),
            Is.EqualTo((1.0, 3.0, 4.0, 2.0)));
        Assert.That(string.Join('\n', ProfileTable.Lines(profile)), Does.Contain("30.0%     3.000         1  4.0 GFLOP/s"));
    }

    [Test]
    public void Observed_steps_give_the_same_bits_and_later_ones_are_recorded()
    {
        TrainingOptions options = TrainerBench.Options("toy2d");
        using TrainerBench plain = TrainerBench.OnCpu(options), observed = TrainerBench.OnCpu(options);
        var profiler = new StepProfiler(observed.Device, warmUp: 1, count: 2);
        for (int i = 0; i < 6; i++)
        {
            plain.Step();
            profiler.Step(() => observed.Step());
        }

        StateAssert.SameBits(plain.State(), observed.State());
        Assert.That(profiler.Steps, Has.Count.EqualTo(2), "the warm-up does not count, nor what comes after");
        Assert.That(observed.Device.Observer, Is.Null);
    }

    [Test]
    public void A_training_shorter_than_the_warm_up_shows_its_last_step()
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d"));
        var profiler = new StepProfiler(bench.Device);
        profiler.Step(() => bench.Step());
        profiler.Step(() => bench.Step());
        Assert.That(profiler.Steps, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_step_that_fails_leaves_nobody_watching()
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d"));
        Assert.That(
            () => new StepProfiler(bench.Device).Step(() => throw new InvalidOperationException()), Throws.InvalidOperationException);
        Assert.That(bench.Device.Observer, Is.Null);
    }

    internal static IReadOnlyList<ProfiledStep> Steps(string model, string mode, out TrainingOptions options)
    {
        options = TrainerBench.Options(model, mode);
        using TrainerBench bench = TrainerBench.OnCpu(options);
        var profiler = new StepProfiler(bench.Device, warmUp: 1, count: 2);
        for (int i = 0; i < 3; i++)
            profiler.Step(() => bench.Step());
        return profiler.Steps;
    }

    private static StepProfile Profile(string model, string mode) => StepProfile.Of(Steps(model, mode, out _));

    private static IEnumerable<string> Ops(StepProfile profile, string phase) => profile.Ops.Where(o => o.Phase == phase).Select(o => o.Op);

    private static double Launches(StepProfile profile, string phase, string op) =>
        profile.Ops.Single(o => o.Phase == phase && o.Op == op).Launches.Count;
}
