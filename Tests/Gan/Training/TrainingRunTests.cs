using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Runs that are stopped, damaged and gone on with, against one that nothing happened to.</summary>
public sealed class TrainingRunTests
{
    private static readonly TrainingOptions Options = RunComparison.Options;

    private readonly TemporaryFolder temporary = new();
    private string straight = null!;
    private string path = null!;

    [OneTimeSetUp]
    public void RunWithoutInterruption()
    {
        straight = Path.Combine(temporary.Path, "straight");
        Train(Options, straight);
    }

    [OneTimeTearDown]
    public void Remove() => temporary.Dispose();

    [SetUp]
    public void ChooseFolder() => path = Path.Combine(temporary.Path, TestContext.CurrentContext.Test.ID);

    [Test]
    public void A_run_leaves_everything_one_wants_of_it()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Directory.GetFiles(straight, "*", SearchOption.AllDirectories).Select(
                    f => Path.GetRelativePath(straight, f).Replace('\\', '/')).Where(f => f != ".lock").Order(StringComparer.Ordinal),
                Is.EqualTo(new[]
                {
                    "checkpoints/step-00000156.safetensors", "checkpoints/step-00000195.safetensors", "log.csv", "losses.svg",
                    "options.json",
                    "samples/epoch-0001.png", "samples/epoch-0002.png", "samples/epoch-0003.png", "samples/epoch-0004.png",
                    "samples/epoch-0005.png", "samples/final.png",
                }));
            Assert.That(
                RunComparison.Log(straight).Select(r => r.Step),
                Is.EqualTo(Enumerable.Range(0, 5).SelectMany(e => new[] { 10L, 20, 39 }.Select(step => (39 * e) + step))));
            Assert.That(
                RunComparison.Log(straight).Select(r => r.Epoch), Is.EqualTo(Enumerable.Range(0, 5).SelectMany(
                    e => new[] { e + 0.2564, e + 0.5128, e + 1 })).Within(1e-9));
            Assert.That(RunFolder.Open(straight).ReadOptions(), Is.EqualTo(Options));
            Assert.That(
                File.ReadAllBytes(Path.Combine(straight, "samples/final.png")),
                Is.EqualTo(File.ReadAllBytes(Path.Combine(straight, "samples/epoch-0005.png"))));
        });
    }

    [Test]
    public void The_options_of_a_run_repeat_it()
    {
        Train(TrainingOptions.Read(Path.Combine(straight, "options.json")), path);
        RunComparison.SameResults(straight, path);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Stopped_after_the_first_step_of_an_epoch_it_goes_on_with_the_same_bits(int epoch)
    {
        var display = new WatchingDisplay(onUpdate: d =>
        {
            if (d.Progress.Epoch == epoch)
                d.Stop.Cancel();
        });
        Assert.That(Train(Options, path, display), Is.False);
        Assert.That(RunFolder.Open(path).CheckpointFiles()[0], Does.EndWith($"step-{(39 * (epoch - 1)) + 1:00000000}.safetensors"));
        Assert.That(File.Exists(Path.Combine(path, "samples", "final.png")), Is.False);
        Assert.That(Resume(Options, path), Is.True);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void Stopped_again_and_again_it_goes_on_with_the_same_bits()
    {
        var display = new WatchingDisplay(onUpdate: d => d.Stop.Cancel());
        bool finished = Train(Options with { Epochs = 1 }, path, display);
        for (int i = 0; i < 4; i++)
            finished = Resume(Options, path, new WatchingDisplay(onUpdate: d => d.Stop.Cancel()));
        Assert.That(finished, Is.False);
        Assert.That(Resume(Options, path), Is.True);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void Stopped_between_epochs_it_goes_on_with_the_same_bits()
    {
        var display = new WatchingDisplay(onEpoch: d => d.Stop.Cancel());
        Assert.That(Train(Options, path, display), Is.False);
        Assert.That(display.Ended, Is.True);
        Resume(Options, path);
        RunComparison.SameResults(straight, path);
    }

    [TestCase(1)]
    [TestCase(50)]
    [TestCase(78)]
    [TestCase(194)]
    public void A_limit_of_steps_can_be_raised_later(int steps)
    {
        Assert.That(Train(Options with { Steps = steps }, path), Is.True);
        Assert.That(RunComparison.Log(path).Last().Step, Is.EqualTo(steps));
        Resume(Options with { Steps = 0 }, path);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void More_epochs_can_be_asked_for_when_a_run_is_finished()
    {
        Train(Options with { Epochs = 2 }, path);
        Assert.That(Resume(Options, path), Is.True);
        RunComparison.SameResults(straight, path);
        Assert.That(RunFolder.Open(path).ReadOptions().Epochs, Is.EqualTo(5));
    }

    [Test]
    public void Checkpoints_may_be_rarer()
    {
        Train(Options with { CheckpointEvery = 2 }, path);
        Assert.That(
            RunFolder.Open(path).CheckpointFiles().Select(f => Path.GetFileName(f)),
            Is.EqualTo(new[] { "step-00000195.safetensors", "step-00000156.safetensors" }));
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void A_finished_run_says_so_and_restores_its_last_picture()
    {
        Train(Options with { Epochs = 1 }, path);
        byte[] picture = File.ReadAllBytes(Path.Combine(path, "samples", "final.png"));
        File.Delete(Path.Combine(path, "samples", "final.png"));
        var display = new WatchingDisplay();
        Assert.That(Resume(Options with { Epochs = 1 }, path, display), Is.True);
        Assert.That(display.Notes, Has.Member("This run has finished: epoch 1 of 1, 39 steps; give a larger --epochs to train on."));
        Assert.That(File.ReadAllBytes(Path.Combine(path, "samples", "final.png")), Is.EqualTo(picture));
    }

    [Test]
    public void Less_than_was_done_already_cannot_be_asked_for()
    {
        Train(Options with { Epochs = 2 }, path);
        Assert.That(
            () => Resume(Options with { Epochs = 1 }, path),
            Throws.TypeOf<InputException>().With.Message.StartsWith(
                "This run has trained 78 steps already, but --epochs 1 and --steps 0 ask for 39 in all"));
        Assert.That(RunFolder.Open(path).ReadOptions().Epochs, Is.EqualTo(2), "the options are as they were");
    }

    [Test]
    public void A_damaged_checkpoint_is_set_aside_and_the_one_before_it_leads_to_the_same_bits()
    {
        Train(Options with { Epochs = 3 }, path);
        string newest = RunComparison.LastCheckpoint(path);
        byte[] damaged = File.ReadAllBytes(newest)[..1000];
        File.WriteAllBytes(newest, damaged);
        var display = new WatchingDisplay();
        Resume(Options, path, display);
        RunComparison.SameResults(straight, path);
        Assert.That(File.ReadAllBytes($"{newest}.damaged"), Is.EqualTo(damaged));
        Assert.That(display.Notes, Has.One.Contains("It is now called"));
    }

    [Test]
    public void Without_a_readable_checkpoint_nothing_is_trained_and_nothing_is_lost()
    {
        Train(Options with { Epochs = 2 }, path);
        foreach (string file in RunFolder.Open(path).CheckpointFiles())
            File.WriteAllText(file, "damaged");
        string[] before = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
        Assert.That(() => Resume(Options, path), Throws.InstanceOf<InputException>().With.Message.Contains("step-00000078.safetensors"));
        Assert.That(Directory.GetFiles(path, "*", SearchOption.AllDirectories), Is.EquivalentTo(before));
    }

    [Test]
    public void Killed_before_its_first_checkpoint_a_run_begins_anew()
    {
        RunFolder.Create(path, Options).WriteOptions(Options);
        Resume(Options, path);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void Killed_between_log_and_checkpoint_a_run_writes_the_rows_again()
    {
        Train(Options with { Epochs = 3 }, path);
        File.Delete(RunComparison.LastCheckpoint(path));
        Resume(Options, path);
        RunComparison.SameResults(straight, path);
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return new TestCaseData(Options with { Batch = 128 }, "batch was 256 and is 128").SetArgDisplayNames("batch");
        yield return new TestCaseData(Options with { Seed = 7 }, "seed was 1 and is 7").SetArgDisplayNames("seed");
        yield return new TestCaseData(
            Options with { LearningRate = 1e-3f }, "learningRate was 0.0002 and is 0.001").SetArgDisplayNames("rate");
        yield return new TestCaseData(Options with { Data = "grid" }, "data was \"ring\" and is \"grid\"").SetArgDisplayNames("data");
    }

    [TestCaseSource(nameof(Changes))]
    public void A_run_whose_options_changed_goes_on_only_on_request(TrainingOptions changed, string difference)
    {
        Train(Options with { Epochs = 2 }, path);
        string[] files = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
        byte[][] before = [.. files.Select(File.ReadAllBytes)];
        Assert.That(
            () => Resume(changed, path),
            Throws.TypeOf<InputException>().With.Message.StartsWith(
                $"{path} cannot be resumed: {difference}").And.Message.EndWith(
                "or continue with --allow-changes."));
        Assert.That(Directory.GetFiles(path, "*", SearchOption.AllDirectories), Is.EquivalentTo(files));
        Assert.That(files.Select(File.ReadAllBytes), Is.EqualTo(before), "nothing was changed");
        var display = new WatchingDisplay();
        Assert.That(Resume(changed with { Epochs = 3 }, path, display, new ResumeConsent(AnyDevice: false, AllowChanges: true)), Is.True);
        Assert.That(display.Notes, Has.One.StartsWith($"Changed since the run began: {difference}"));
        Assert.That(RunComparison.Log(path).Select(row => row.Epoch).Where(double.IsInteger), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Resume(changed with { Epochs = 4 }, path), Is.True, "asked once, not at each later resume");
    }

    [Test]
    public void A_checkpoint_of_an_earlier_version_goes_on_with_a_word_about_it()
    {
        Train(Options with { Epochs = 2 }, path);
        foreach (string file in RunFolder.Open(path).CheckpointFiles())
        {
            SafeTensorsFile saved = SafeTensors.Load(file);
            SafeTensors.Save(file, saved.Tensors, saved.Metadata.Where(m => m.Key is not ("options" or "data" or "device")).ToDictionary());
        }

        var display = new WatchingDisplay();
        Resume(Options, path, display);
        Assert.That(display.Notes, Has.One.Contains("is of an earlier version"));
        RunComparison.SameResults(straight, path);
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_checkpoint_that_cannot_be_opened_is_not_taken_for_damaged()
    {
        Train(Options with { Epochs = 2 }, path);
        string newest = RunComparison.LastCheckpoint(path);
        File.Move(newest, newest + ".away");
        SpecialFile.Pipe(newest);
        Assert.That(
            () => Resume(Options, path), Throws.TypeOf<InputException>().With.Message.Contains("it is a pipe, expected a regular file"));
        Assert.That(FileKinds.Of(newest), Is.EqualTo(FileKind.Pipe), "it is where it was");
        File.Move(newest + ".away", newest, overwrite: true);
        Resume(Options, path);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void Copies_under_later_names_are_not_believed_and_cost_no_checkpoint()
    {
        Train(Options with { Epochs = 2 }, path);
        RunFolder folder = RunFolder.Open(path);
        string[] copies = [folder.CheckpointFile(90_000_000), folder.CheckpointFile(90_000_001)];
        foreach (string copy in copies)
            File.Copy(folder.CheckpointFile(39), copy);
        Resume(Options, path);
        Assert.That(copies.Where(copy => !File.Exists(copy)), Is.Empty);
        Assert.That(folder.CheckpointFiles().Except(copies), Is.EqualTo(new[] { folder.CheckpointFile(195), folder.CheckpointFile(156) }));
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void A_run_whose_checkpoints_are_gone_does_not_begin_anew_over_its_log()
    {
        Train(Options with { Epochs = 2 }, path);
        string checkpoints = Path.Combine(path, "checkpoints");
        byte[] log = File.ReadAllBytes(Path.Combine(path, "log.csv"));
        Directory.Move(checkpoints, checkpoints + "-moved");
        Assert.That(
            () => Resume(Options, path),
            Throws.TypeOf<InputException>().With.Message.Contains("has no checkpoint, but its log tells of 2 epochs"));
        Directory.CreateDirectory(checkpoints);
        Assert.That(() => Resume(Options, path), Throws.TypeOf<InputException>().With.Message.Contains("has no checkpoint"));
        Assert.That(File.ReadAllBytes(Path.Combine(path, "log.csv")), Is.EqualTo(log));
        Directory.Delete(checkpoints);
        Directory.Move(checkpoints + "-moved", checkpoints);
        Resume(Options, path);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void A_console_that_cannot_be_written_costs_nothing_but_the_words()
    {
        var display = new SafeDisplay(new FailingDisplay());
        using (TrainingRun run = TrainingRun.Start(Options, path, display))
            Assert.That(run.Run(CancellationToken.None), Is.True);
        Assert.That(display.HasFailed, Is.True);
        RunComparison.SameResults(straight, path);
    }

    [Test]
    public void A_penalty_that_overflows_is_blamed_and_not_the_learning_rate()
    {
        using TrainingRun run = TrainingRun.Start(Options with { L1 = 1e38f, Steps = 2 }, path, new WatchingDisplay());
        Assert.That(run.Run(CancellationToken.None), Is.False);
        Assert.That(run.Failure, Does.EndWith("start again with a lower --l1 than 1E+38.").And.Not.Contain("--lr"));
    }

    [Test]
    public void Training_elsewhere_in_the_same_folder_is_refused()
    {
        Train(Options with { Epochs = 1 }, path);
        using (RunFolder.Open(path).Lock())
            Assert.That(() => Resume(Options, path), Throws.TypeOf<InputException>().With.Message.Contains("in use by another process"));
        Assert.That(Resume(Options, path), Is.True);
    }

    [Test]
    public void A_mistake_leaves_no_folder_behind()
    {
        Assert.That(() => Train(Options with { Device = "abacus" }, path), Throws.TypeOf<InputException>());
        Assert.That(() => Train(Options with { Data = "nowhere" }, path), Throws.TypeOf<InputException>());
        Assert.That(
            () => Train(Options with { Batch = 20_000 }, path),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--data ring has 10,000 samples, but a step takes 20,000: lower --batch or --discriminator-steps."));
        Assert.That(Directory.Exists(path), Is.False);
    }

    [Test]
    public void An_epoch_can_be_one_batch_and_still_goes_on_with_the_same_bits()
    {
        TrainingOptions options = Options with { EpochIsOneBatch = true, Epochs = 6 };
        string other = path + "-in-parts";
        Train(options, path);
        Train(options with { Epochs = 2 }, other);
        Resume(options, other);
        RunComparison.SameResults(path, other);
        Assert.That(RunComparison.Log(path).Select(r => r.Step), Is.EqualTo(new[] { 6 }), "a row has ten steps");
    }

    [TestCase("three discriminator steps", 13)]
    [TestCase("simultaneous", 39)]
    [TestCase("unfrozen discriminator", 39)]
    [TestCase("reused noise", 39)]
    [TestCase("lazy penalties", 39)]
    [TestCase("moving average", 39)]
    [TestCase("flipped labels", 39)]
    public void Every_way_to_train_goes_on_with_the_same_bits(string mode, int stepsAnEpoch)
    {
        TrainingOptions options = TrainerBench.Modes[mode](Options with { Epochs = 2 });
        string other = path + "-in-parts";
        Train(options, path);
        Train(options with { Steps = stepsAnEpoch + 5 }, other);
        Resume(options, other);
        RunComparison.SameResults(path, other);
        Assert.That(RunComparison.Log(path).Last().Step, Is.EqualTo(2 * stepsAnEpoch));
    }

    [Test]
    public void A_linear_schedule_holds_the_rate_for_half_the_epochs_and_then_lowers_it()
    {
        Train(Options with { Epochs = 4, Schedule = "linear" }, path);
        float[] Rate(string run) =>
            GanFromScratch.Layers.Serialization.SafeTensors.Load(
                RunComparison.LastCheckpoint(run)).Tensors["generator_optimizer.lr"].ToFloats();
        Assert.That(Rate(path), Is.EqualTo(new[] { Options.LearningRate / 2 }), "in the fourth of four epochs");
        Assert.That(Rate(straight), Is.EqualTo(new[] { Options.LearningRate }));
    }

    private static bool Train(TrainingOptions options, string path, WatchingDisplay? display = null)
    {
        display ??= new WatchingDisplay();
        using TrainingRun run = TrainingRun.Start(options, path, display);
        return run.Run(display.Stop.Token);
    }

    private static bool Resume(TrainingOptions options, string path, WatchingDisplay? display = null, ResumeConsent consent = default)
    {
        display ??= new WatchingDisplay();
        using TrainingRun run = TrainingRun.Resume(options, RunFolder.Open(path), display, consent);
        return run.Run(display.Stop.Token);
    }

    /// <summary>A console on a full disk.</summary>
    private sealed class FailingDisplay : ITrainingDisplay
    {
        public void Note(string line) => throw Full();

        public void Begin(TrainingOptions options, long first, long total) => throw Full();

        public void Update(TrainingProgress progress) => throw Full();

        public void EpochEnded(LogRow row) => throw Full();

        public void End() => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
