using GanFromScratch.Gan;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Each alarm, by its figures and by an experiment that provokes it.</summary>
public sealed class TrainingAlarmTests : Commands.CommandLine
{
    private static readonly TrainingOptions Options = TrainingOptions.For(GanModel.Catalog.Find("mlp"));
    private static readonly AlarmFigures Healthy = new(
        new StepMetrics(1.3, 0.8, 0.6, 0.4, 0.7), 1e-3, 0.9, new EpochScores(9, 10, 0.9, 10));

    /// <summary>The outputs of a perfect game, or of a discriminator that learns nothing.</summary>
    private static readonly AlarmFigures Balanced = Healthy with { Metrics = new StepMetrics(1.386, 0.693, 0.5, 0.5, 0.5) };

    [Test]
    public void A_healthy_run_gives_none()
    {
        Assert.That(new TrainingAlarms(Options).Check(10000, Healthy), Is.Empty);
        Assert.That(new TrainingAlarms(Options).Check(10000, Balanced), Is.Empty, "D at a half is balance where samples are good");
    }

    [Test]
    public void Each_condition_has_its_sentence()
    {
        (AlarmFigures Figures, string Sentence)[] cases =
        [
            (Healthy with { Metrics = new StepMetrics(0.01, 9, 1, 0.001, 0.999) }, "the discriminator wins outright"),
            (Healthy with { GeneratorGradient = 1e-10 }, "the generator's gradient has vanished"),
            (Healthy with { Spread = 0.01 }, "samples have collapsed: they spread 0.010"),
            (Healthy with { Scores = new EpochScores(1.2, 500, 0.9, 1) }, "of 10 classes the classifier surely sees 1"),
            (Healthy with { Scores = new EpochScores(Modes: 2, HighQuality: 0.9, ModesThere: 8) }, "they cover 2 of 8 modes"),
            (Balanced with { Scores = new EpochScores(Modes: 8, HighQuality: 0.2, ModesThere: 8) }, "is too weak, not in balance"),
            (Balanced with { Scores = new EpochScores(8, 90, Confident: 0.25, 10) }, "only 25.0% of them are any good"),
        ];
        Assert.Multiple(() =>
        {
            foreach ((AlarmFigures figures, string sentence) in cases)
            {
                var alarms = new TrainingAlarms(Options);
                Assert.That(alarms.Check(10000, figures), Has.Exactly(1).Contains(sentence));
                Assert.That(alarms.Check(10001, figures), Is.Empty, "once");
                Assert.That(alarms.Check(10002, Healthy), Is.Empty);
                Assert.That(alarms.Check(10003, figures), Has.Exactly(1).Contains(sentence), "and again after it had gone");
                Assert.That(new TrainingAlarms(Options).Check(5, figures), Is.Empty, "not in the first steps");
            }
        });
    }

    [TestCase("wasserstein")]
    [TestCase("hinge")]
    public void Scores_that_are_no_probabilities_raise_no_alarm_about_the_discriminator(string loss)
    {
        AlarmFigures confident = Healthy with { Metrics = new StepMetrics(-5, 3, 3, -2, 1) };
        Assert.That(new TrainingAlarms(Options with { Loss = loss, ClipWeights = 0.01f }).Check(10000, confident), Is.Empty);
    }

    [Test]
    public void Without_an_epsilon_a_small_gradient_raises_no_alarm() =>
        Assert.That(
            new TrainingAlarms(Options with { Optimizer = "sgd" }).Check(10000, Healthy with { GeneratorGradient = 1e-10 }), Is.Empty);

    [TestCase(
        "toy2d", "none", 1, 64,
        "run, add --recipe points, or --penalty r1:0.1, or --minibatch discrimination, or --lr-g 0.0001, or --seed 2.")]
    [TestCase("dcgan", "none", 1, 64, "run, add --penalty r1:0.1, or --pack 2, or --lr-g 0.0001, or --seed 2.")]
    [TestCase("mlp", "r1:1", 1, 63, "run, add --lr-g 0.0001, or --seed 2.")]
    [TestCase("keras-mlp", "r1:1", 2, 64, "run, add --beta1 0.5, or --seed 2.")]
    public void A_remedy_of_collapse_fits_the_run(string model, string penalty, int pack, int batch, string remedy)
    {
        TrainingOptions options = TrainingOptions.Published(GanModel.Catalog.Find(model)) with
        {
            Penalty = penalty, Pack = pack, Batch = batch,
        };
        Assert.That(new TrainingAlarms(options).Check(10000, Healthy with { Spread = 0.01 }), Has.Exactly(1).Contains(remedy));
    }

    /// <summary>The tutorial's settings leave modes of the ring empty within its first 5,000 steps.</summary>
    [Test]
    public void The_tutorials_settings_on_the_ring_give_an_alarm_and_the_default_ones_none()
    {
        string tutorial = Run("train --model toy2d --recipe tutorial --steps 5000 --checkpoint-every never --out tutorial --device cpu");
        string usual = Run("train --model toy2d --steps 2500 --checkpoint-every never --out run --device cpu");
        Assert.That(tutorial, Does.Contain("Alarm: ").And.Contain("--recipe points"));
        Assert.That(usual, Does.Not.Contain("Alarm: "));
    }

    [Test]
    public void A_window_has_the_means_of_its_own_steps_over_the_end_of_an_epoch()
    {
        var window = new MetricsWindow();
        window.Add([10, 20, 1, 2, 3], 10);
        Assert.That(window.Take(), Is.EqualTo(StepMetrics.Mean([10, 20, 1, 2, 3], 10)));
        window.Add([13, 26, 2, 4, 6], 12);
        window.EndRow();
        window.Add([5, 2, 3, 4, 0], 2);
        Assert.That(window.Take(), Is.EqualTo(StepMetrics.Mean([8, 8, 4, 6, 3], 4)));
    }

    [TestCase("none", "slower: --recipe r3gan, or --penalty r1:0.1, or --lr-d 0.0001.")]
    [TestCase("r1:0.1", "slower: --recipe r3gan, or --lr-d 0.0001.")]
    public void A_remedy_is_an_option_that_the_run_does_not_have_yet(string penalty, string remedy) =>
        Assert.That(
            new TrainingAlarms(Options with { Penalty = penalty }).Check(
                5000, Healthy with { Metrics = new StepMetrics(0.01, 9, 1, 0.001, 0.999) }),
            Has.Exactly(1).Contains(remedy));

    /// <summary>Whatever the run, each remedy can be added to its command, and changes it.</summary>
    [Test]
    public void Every_remedy_is_options_with_values_that_the_run_does_not_have()
    {
        AlarmFigures bad = Balanced with { Scores = new EpochScores(Modes: 1, HighQuality: 0.1, ModesThere: 8), Spread = 0.01 };
        AlarmFigures lost = Healthy with { Metrics = new StepMetrics(0.01, 9, 1, 0.001, 0.999), GeneratorGradient = 1e-10 };
        string[] runs =
        [
            "--model toy2d", "--model toy2d --recipe tutorial", "--model toy2d --recipe tutorial --condition cgan",
            "--model toy2d --recipe tutorial --update simultaneous --loss minimax", "--model keras-mlp", "--model mlp --loss minimax",
            "--model mlp --recipe r3gan --loss non-saturating", "--model mlp --recipe wgan --loss non-saturating --batch 63",
            "--model dcgan --condition projection --lr-g 1e-3", "--model mlp --reuse-noise true --penalty r1:1", "--model r3gan",
        ];
        Assert.Multiple(() =>
        {
            foreach (string run in runs)
            {
                TrainingOptions options = Parse(run).Validate();
                string[] remedies =
                [
                    .. new TrainingAlarms(options).Check(10000, bad).Concat(new TrainingAlarms(options).Check(10000, lost))
                        .SelectMany(alarm => alarm[alarm.IndexOf(" --", StringComparison.Ordinal)..].TrimEnd('.').Split(", or ")),
                ];
                Assert.That(remedies, Has.Length.AtLeast(2), run);
                foreach (string remedy in remedies)
                    Assert.That(Parse($"{run} {remedy}").Validate(), Is.Not.EqualTo(options), $"{run} {remedy}");
            }
        });

        // As the command line takes the last of an option that is given twice.
        static TrainingOptions Parse(string words)
        {
            string[] all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            IEnumerable<string> last = Enumerable.Range(0, all.Length / 2).Select(i => (Name: all[2 * i], Value: all[(2 * i) + 1]))
                .GroupBy(option => option.Name).SelectMany(same => new[] { same.Key, same.Last().Value });
            return TrainingOptionList.Read(Program.Root.Parse(["train", .. last]));
        }
    }

    [Test]
    public void Spread_is_the_root_of_the_mean_variance() =>
        Assert.That(TrainingAlarms.SpreadOf([0, 5, 2, 5, 0, 5, 2, 5], 4), Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12));

    /// <summary>
    /// keras-mlp's published settings, Adam 1e-3 with β₁ = 0.9 and both players at once: the discriminator wins, the samples collapse.
    /// </summary>
    [Test]
    public void Published_settings_with_which_the_discriminator_wins_give_alarms()
    {
        IdxFile.WriteImages("few.idx", DatasetCatalog.Default.Load("mnist").Take(640));
        string output = Run("train --model keras-mlp --data few.idx --epochs 51 --out run --device cpu");
        var alarms = AlarmLog.Read(RunFolder.Open("run"));
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Contain("Alarm: the discriminator wins outright").And.Contain("--recipe r3gan"));
            Assert.That(output, Does.Contain("Alarm: samples have collapsed"));
            Assert.That(alarms.Select(a => a.Sentence), Has.Some.Contains("the discriminator wins outright"));
            Assert.That(alarms.Select(a => a.Epoch), Is.All.GreaterThanOrEqualTo(20));
        });
    }

    /// <summary>The minimax loss is flat where D is sure, as section 3 of the paper says; a high rate makes it sure soon.</summary>
    [Test]
    public void The_minimax_loss_lets_the_gradient_die()
    {
        string output = Run("train --model toy2d --recipe tutorial --loss minimax --lr 0.1 --epochs 7 --out run --device cpu");
        Assert.That(output, Does.Contain("Alarm: the generator's gradient has vanished").And.Contain("--loss non-saturating"));
    }

    [Test]
    public void The_last_good_checkpoint_is_kept_and_the_bad_step_found_behind_it()
    {
        Run("train --model toy2d --recipe tutorial --epochs 2 --out run --device cpu");
        File.WriteAllText(
            "run/options.json",
            File.ReadAllText("run/options.json").Replace("\"learningRate\": 0.0002", "\"learningRate\": 1e30", StringComparison.Ordinal));
        (int code, _, string errors) = Gan("train --resume run --epochs 4 --allow-changes");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(errors, Does.Contain("in step 313").And.Contain("The checkpoint of step 312 is kept"));
            Assert.That(RunFolder.Open("run").CheckpointFiles().Select(Path.GetFileName).First(), Is.EqualTo("step-00000312.safetensors"));
        });
    }

    /// <summary>A rate that no network survives.</summary>
    [Test]
    public void A_loss_that_is_no_number_stops_the_run_and_names_the_op()
    {
        (int code, string output, string errors) = Gan("train --model toy2d --recipe tutorial --lr 1e30 --epochs 3 --out run --device cpu");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(
                errors,
                Does.Contain("A loss is not finite in step").And.Contain(
                    "The first was made by Linear of shape").And.Contain("lower --lr than 1E+30"));
            Assert.That(output, Does.Not.Contain("Samples:"));
            Assert.That(RunFolder.Open("run").CheckpointFiles(), Is.Empty);
            Assert.That(AlarmLog.Read(RunFolder.Open("run")), Has.Count.EqualTo(1));
        });
    }
}
