using GanFromScratch.Engine;
using GanFromScratch.Gan.TensorBoard;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.TensorBoard;

/// <summary>What a run with --tensorboard leaves, read by another reader and compared with the run's other files.</summary>
public sealed class TrainingBoardTests
{
    private static readonly TrainingOptions Options =
        RunComparison.Options with { Epochs = 3, ScoreEvery = new Interval(40, IntervalUnit.Steps), Tensorboard = true };

    private readonly TemporaryFolder temporary = new();
    private string run = null!;

    [OneTimeSetUp]
    public void Train()
    {
        run = Path.Combine(temporary.Path, "run");
        Train(Options, run);
    }

    [OneTimeTearDown]
    public void Remove() => temporary.Dispose();

    [Test]
    public void A_file_begins_with_its_version_and_the_first_step()
    {
        List<EventReader.Event> events = EventReader.Read(Directory.GetFiles(Board(run)).Single());
        Assert.Multiple(() =>
        {
            Assert.That(events[0].Version, Is.EqualTo("brain.Event:2"));
            Assert.That((events[1].IsStart, events[1].Step), Is.EqualTo((true, 1L)));
            Assert.That(events.Select(e => e.Time), Is.Ordered);
            Assert.That(
                DateTime.UnixEpoch.AddSeconds(events[0].Time), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromHours(1)));
        });
    }

    [Test]
    public void Its_numbers_are_those_of_the_log()
    {
        SameAsLog(run);
        Assert.That(Scalars(run).Count(e => e.Values.ContainsKey("scores/modes")), Is.EqualTo(2), "steps 40 and 80");
        Assert.That(Scalars(run).Select(e => e.Values["rate/g"].Scalar), Is.All.EqualTo(Options.GeneratorRate));
    }

    [Test]
    public void Its_pictures_are_those_of_the_run()
    {
        EventReader.Event[] events = [.. EventReader.Shown(Board(run)).Where(e => e.Values.ContainsKey("samples"))];
        Assert.That(events.Select(e => e.Step), Is.EqualTo(new long[] { 39, 78, 117 }));
        for (int i = 0; i < events.Length; i++)
        {
            byte[] png = File.ReadAllBytes(Path.Combine(run, "samples", $"epoch-{i + 1:0000}.png"));
            EventReader.Picture picture = events[i].Values["samples"].Picture!;
            Assert.That(picture.Png, Is.EqualTo(png));
            Assert.That(
                (picture.Width, picture.Height, picture.Channels),
                Is.EqualTo((BitConverter.ToUInt32([.. png[16..20].Reverse()]), BitConverter.ToUInt32([.. png[20..24].Reverse()]), 3L)));
        }
    }

    [Test]
    public void Its_histograms_are_of_the_weights_and_of_a_batch_of_scores()
    {
        EventReader.Event last = EventReader.Shown(Board(run)).Last(e => e.Values.ContainsKey("samples"));
        Dictionary<string, float[]> networks = Weights(RunComparison.LastCheckpoint(run));
        Assert.Multiple(() =>
        {
            Assert.That(
                last.Values.Where(v => v.Value.Histogram != null && !v.Key.StartsWith("verdict/", StringComparison.Ordinal))
                    .Select(v => v.Key),
                Is.EquivalentTo(networks.Keys));
            foreach ((string name, float[] weights) in networks)
                Describes(last.Values[name].Histogram!, weights, name);
            foreach (string side in new[] { "real", "fake" })
            {
                EventReader.Histogram scores = last.Values[$"verdict/{side}"].Histogram!;
                Assert.That((scores.Count, scores.Counts.Sum()), Is.EqualTo(((double)Options.Batch, (double)Options.Batch)));
                Assert.That(new[] { scores.Least, scores.Greatest }, Is.Ordered.And.All.InRange(0, 1));
            }
        });

        static void Describes(EventReader.Histogram histogram, float[] numbers, string name)
        {
            Assert.That((histogram.Least, histogram.Greatest), Is.EqualTo(((double)numbers.Min(), (double)numbers.Max())), name);
            Assert.That(histogram.Count, Is.EqualTo(numbers.Length), name);
            Assert.That(histogram.Sum, Is.EqualTo(numbers.Sum(n => (double)n)).Within(1e-9), name);
            Assert.That(histogram.Squares, Is.EqualTo(numbers.Sum(n => (double)n * n)).Within(1e-9), name);
            Assert.That(histogram.Bounds, Is.Ordered, name);
            Assert.That(histogram.Bounds[^1], Is.EqualTo(histogram.Greatest), name);
            double before = double.NegativeInfinity, edge = 1e-6 * (histogram.Greatest - histogram.Least);
            for (int i = 0; i < histogram.Bounds.Length; before = histogram.Bounds[i++])
            {
                // A number next to a bound may be counted on either side.
                Assert.That(
                    histogram.Counts[i], Is.InRange(
                        numbers.Count(n => n > before + edge && n < histogram.Bounds[i] - edge),
                        numbers.Count(n => n >= before - edge && n <= histogram.Bounds[i] + edge)), name);
            }
        }
    }

    [Test]
    public void A_flipped_bit_of_any_byte_is_noticed()
    {
        byte[] file = File.ReadAllBytes(Directory.GetFiles(Board(run)).Single())[..1000];
        int whole = 0;
        while (whole + 16 + BitConverter.ToInt64(file, whole) <= 1000)
            whole += 16 + (int)BitConverter.ToInt64(file, whole);
        file = file[..whole];
        Assert.That(EventReader.Read(file), Has.Count.GreaterThan(3));
        for (int i = 0; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.That(() => EventReader.Read(damaged), Throws.TypeOf<InvalidDataException>(), $"byte {i}");
        }
    }

    [Test]
    public void A_run_has_the_same_weights_with_and_without()
    {
        string without = Path.Combine(temporary.Path, "without");
        Train(Options with { Tensorboard = false }, without);
        RunComparison.SameResults(without, run);
        Assert.That(Directory.Exists(Board(without)), Is.False);
    }

    [Test]
    public void A_replayed_step_allocates_nothing_with_and_without([Values] bool on)
    {
        using TrainerBench bench = TrainerBench.OnCpu(TrainerBench.Options("toy2d") with { Tensorboard = on }, threads: 1).Step(5);
        long managed = GC.GetAllocatedBytesForCurrentThread(), allocated = bench.Device.AllocatedBytes;
        bench.Step(20);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        Assert.That((managed, bench.Device.AllocatedBytes), Is.EqualTo((0, allocated)));
        Assert.That(bench.Trainer.Verdicts != null, Is.EqualTo(on));
    }

    [TestCase(15)]
    [TestCase(39)]
    [TestCase(50)]
    public void A_resumed_run_goes_on_in_a_new_file_that_takes_the_place_of_repeated_steps(int steps)
    {
        string path = Path.Combine(temporary.Path, $"resumed-{steps}");
        Train(Options with { Steps = steps }, path);
        string first = Directory.GetFiles(Board(path)).Single();
        byte[] before = File.ReadAllBytes(first);
        using (TrainingRun again = TrainingRun.Resume(Options with { Steps = 0 }, RunFolder.Open(path), new WatchingDisplay()))
            Assert.That(again.Run(CancellationToken.None), Is.True);
        Assert.That(Directory.GetFiles(Board(path)), Has.Length.EqualTo(2));
        Assert.That(File.ReadAllBytes(first), Is.EqualTo(before));
        SameAsLog(path);
        long[] pictures = [.. EventReader.Shown(Board(path)).Where(e => e.Values.ContainsKey("samples")).Select(e => e.Step)];
        Assert.That(pictures, Is.Unique.And.Ordered.And.SupersetOf(new long[] { 39, 78, 117 }));
    }

    [Test]
    public void A_run_that_is_finished_adds_no_file()
    {
        string path = Path.Combine(temporary.Path, "finished");
        Train(Options with { Steps = 15 }, path);
        File.Delete(Path.Combine(path, "samples", "final.png"));
        using (TrainingRun again = TrainingRun.Resume(Options with { Steps = 15 }, RunFolder.Open(path), new WatchingDisplay()))
            Assert.That(again.Run(CancellationToken.None), Is.True);
        Assert.That(File.Exists(Path.Combine(path, "samples", "final.png")));
        Assert.That(Directory.GetFiles(Board(path)), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_file_in_the_way_is_named()
    {
        string way = Path.Combine(temporary.Path, "way");
        File.WriteAllText(way, "");
        Assert.That(
            () => EventFile.Create(way, 1),
            Throws.TypeOf<InputException>().With.Message.Contains(way).And.Message.Contains("--tensorboard"));
    }

    private static string Board(string run) => Path.Combine(run, "tensorboard");

    private static void Train(TrainingOptions options, string path)
    {
        using TrainingRun run = TrainingRun.Start(options, path, new WatchingDisplay());
        Assert.That(run.Run(CancellationToken.None), Is.True);
    }

    private static EventReader.Event[] Scalars(string run) =>
        [.. EventReader.Shown(Board(run)).Where(e => e.Values.ContainsKey("loss/d"))];

    private static void SameAsLog(string run) => Assert.That(
        Scalars(run).Select(e => (
            e.Step, Of(e, "loss/d"), Of(e, "loss/g"), Of(e, "verdict/d_real"), Of(e, "verdict/d_fake"), Of(e, "verdict/d_accuracy"),
            Of(e, "speed/images_per_s"), Of(e, "scores/modes"), Of(e, "scores/high_quality"))),
        Is.EqualTo(TrainingLog.Read(Path.Combine(run, "log.csv")).Select(r => (
            r.Step, (float?)r.DiscriminatorLoss, (float?)r.GeneratorLoss, (float?)r.OnReal, (float?)r.OnFake, (float?)r.Accuracy,
            (float?)r.ImagesPerSecond, (float?)r.Scores?.Modes, (float?)r.Scores?.HighQuality))));

    private static float? Of(EventReader.Event e, string tag) => e.Values.GetValueOrDefault(tag)?.Scalar;

    /// <summary>The weights of both players in a checkpoint, by tag.</summary>
    private static Dictionary<string, float[]> Weights(string checkpoint) => SafeTensors.Load(checkpoint).Tensors
        .Select(t => (Words: t.Key.Split('.', 2), t.Value)).Where(t => t.Words[0] is "generator" or "discriminator")
        .ToDictionary(t => string.Join('/', t.Words), t => t.Value.ToFloats());
}
