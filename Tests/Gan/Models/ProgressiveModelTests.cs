using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>Networks that grow: what they make and see at each stage, and their training across stages.</summary>
public sealed class ProgressiveModelTests : ModelFixture
{
    /// <summary>Two steps of stage 0; then two of fading and two of standing for each further stage.</summary>
    private static readonly TrainingOptions Options = TrainingOptions.For(new ProgressiveModel()) with
    {
        ImageSize = 32, Channels = 1, Batch = 4, Grow = 8, Penalty = "r1:0.1:2", Ema = 0.9f,
    };

    [TestCase(32, 1)]
    [TestCase(64, 3)]
    public void Parameters_are_those_counted_by_hand(int size, int channels)
    {
        GanModel model = new ProgressiveModel().For(new(channels, size, size));
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        int[] widths = size == 32 ? [32, 32, 32, 16] : [32, 32, 32, 32, 16];
        (int Wide, int Narrow)[] steps = [.. widths.Zip(widths[1..])];
        int expected = (128 * 512) + 512 + (9 * 32 * 32) + 32
            + steps.Sum(s => (9 * s.Wide * s.Narrow) + (9 * s.Narrow * s.Narrow) + (2 * s.Narrow)) + widths.Sum(w => (w + 1) * channels);
        int judge = (9 * 33 * 32) + 32 + (512 * 32) + 32 + 32 + 1
            + steps.Sum(s => (9 * s.Narrow * s.Narrow) + s.Narrow + (9 * s.Narrow * s.Wide) + s.Wide)
            + widths.Sum(w => (channels + 1) * w);
        Assert.That((g.Parameters().Sum(p => p.Length), d.Parameters().Sum(p => p.Length)), Is.EqualTo((expected, judge)));
        Assert.That(model.Resolutions, Is.EqualTo(widths.Length));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void At_a_stage_images_are_blocks_of_one_value_and_the_discriminator_sees_no_more_than_that(int stage)
    {
        GanModel model = new ProgressiveModel() with { Growth = new Growth() };
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        Tensor z = Random.Normal([4, 128]), x = Random.Uniform([4, 1, 32, 32], -1, 1);
        model.Growth.StandAt(stage);
        float[] made = g.Forward(z).ToArray();
        Assert.That(made, Is.EqualTo(Blocks(g.Forward(z), 8 >> stage).ToArray()).AsCollection.Within(1e-6));
        Assert.That(d.Forward(Blocks(x, 8 >> stage)).ToArray(), Is.EqualTo(d.Forward(x).ToArray()).AsCollection.Within(1e-4));

        // The next stage begins with the images and scores of this one, and ends with those of its own layers.
        float[] judged = d.Forward(x).ToArray();
        model.Growth.StandAt(stage + 1, Tensor.From(Device, [], [0f]));
        Assert.That((g.Forward(z).ToArray(), d.Forward(x).ToArray()), Is.EqualTo((made, judged)));
        model.Growth.StandAt(stage + 1, Tensor.From(Device, [], [1f]));
        float[] faded = g.Forward(z).ToArray();
        model.Growth.StandAt(stage + 1);
        Assert.That(g.Forward(z).ToArray(), Is.EqualTo(faded).And.Not.EqualTo(made));
    }

    [Test]
    public void Real_images_are_shown_at_the_resolution_and_alpha_of_the_generated_ones()
    {
        GanModel model = Options.FindModel();
        using var growth = new NetworkGrowth(model, Options, Device);
        Tensor x = Random.Uniform([2, 1, 32, 32], -1, 1);
        Assert.That(growth.Show(x).ToArray(), Is.EqualTo(Blocks(x, 8).ToArray()));
        Assert.That((growth.MoveTo(1), growth.MoveTo(2)), Is.EqualTo((false, true)), "whether other layers run");
        Assert.That(
            growth.Show(x).ToArray(), Is.EqualTo(((Blocks(x, 8) + Blocks(x, 4)) * 0.5).ToArray()).AsCollection.Within(1e-6), "α = ½");
        Assert.That((growth.MoveTo(3), growth.MoveTo(4)), Is.EqualTo((false, true)));
        Assert.That(growth.Show(x).ToArray(), Is.EqualTo(Blocks(x, 4).ToArray()));
        growth.MoveTo(100);
        Assert.That(growth.Show(x), Is.SameAs(x));
    }

    [Test]
    public void Layers_of_later_stages_are_untouched_and_begin_with_the_first_step_of_Adam()
    {
        using TrainerBench bench = TrainerBench.OnCpu(Options, threads: 1);
        Dictionary<string, float[]> before = bench.State(), after = bench.Step(2).State();
        string[] moved = StateAssert.Differing(after, before), late = [.. before.Keys.Where(k => k.Contains(".next."))];
        Assert.That(late, Has.Length.GreaterThan(40));
        Assert.That(moved.Intersect(late), Is.Empty, "weights and both moments");
        Assert.That(moved, Has.Member("generator 5.weight").And.Member("discriminator 0.old.1.weight"));
        Assert.That(Counts(after).Distinct().Order(), Is.EqualTo(new[] { 0f, 2 }), "steps of Adam");

        // In the fade old and new layers learn, those of the next stage do not; then the first way to an image is left behind.
        Dictionary<string, float[]> fading = bench.Step(2).State(), standing = bench.Step(2).State();
        string first = "generator 8.old.0.weight", second = "generator 8.next.7.old.0.weight", third = "generator 8.next.7.next.1.weight";
        Assert.That(StateAssert.Differing(fading, after), Has.Member(first).And.Member(second).And.Not.Member(third));
        Assert.That(StateAssert.Differing(standing, fading), Has.Member(second).And.Not.Member(first).And.Not.Member(third));
        Assert.That(Counts(standing).Distinct().Order(), Is.EqualTo(new[] { 0f, 4, 6 }));

        static IEnumerable<float> Counts(Dictionary<string, float[]> state) => state["generator optimizer step"];
    }

    [Test]
    public void A_recorded_step_replays_its_eager_self_at_every_stage_and_allocates_nothing_in_a_fade()
    {
        using TrainerBench eager = TrainerBench.OnCpu(Options with { Capture = false }, threads: 1);
        using TrainerBench bench = TrainerBench.OnCpu(Options, threads: 1);
        StateAssert.SameBits(bench.Step(15).State(), eager.Step(15).State());

        using TrainerBench slow = TrainerBench.OnCpu(Options with { Grow = 40 }, threads: 1).Skip(10).Step(3);
        long managed = GC.GetAllocatedBytesForCurrentThread(), allocated = slow.Device.AllocatedBytes;
        slow.Step(4);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        Assert.That((managed, slow.Device.AllocatedBytes), Is.EqualTo((0, allocated)));
    }

    [TestCase(1)]
    [TestCase(3, Description = "in the middle of a fade")]
    [TestCase(4, Description = "between a fade and the phase after it")]
    [TestCase(7)]
    public void A_run_resumed_from_a_checkpoint_goes_on_with_the_same_bits(int steps)
    {
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(Path.Combine(temporary.Path, "run"), Options);
        using TrainerBench straight = TrainerBench.OnCpu(Options).Step(steps);
        var position = new TrainingPosition(Epoch: 0, BatchInEpoch: steps, Step: steps);
        Checkpoint.Save(folder, straight.Trainer, straight.Fingerprint, position);
        Tensor z = Random.Normal([3, 128]);
        float[] samples = straight.Trainer.Sample(z).ToArray();

        using TrainerBench resumed = TrainerBench.OnCpu(Options);
        Checkpoint.Load(folder.CheckpointFile(steps), resumed.Trainer, Options);
        Assert.That(resumed.Trainer.Sample(z).ToArray(), Is.EqualTo(samples), "it stands at the stage of the checkpoint");
        StateAssert.SameBits(resumed.Skip(steps).Step(5).State(), straight.Step(5).State());
    }

    /// <summary>Means over blocks of pixels, in the place of each.</summary>
    private static Tensor Blocks(Tensor x, int factor)
    {
        using var pool = new AvgPool2d(factor);
        using var enlarge = new Upsample(factor);
        return enlarge.Forward(pool.Forward(x));
    }
}
