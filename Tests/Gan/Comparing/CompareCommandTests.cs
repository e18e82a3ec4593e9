using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GanFromScratch.Gan.Comparing;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Comparing;

public sealed class CompareCommandTests : Commands.CommandLine
{
    private const string Ring =
        "compare --model toy2d --recipe tutorial --lr 2e-3 --losses non-saturating,least-squares --device cpu --sample-count 50";

    /// <summary>The students have all options of their teacher but those given, and stand beside it.</summary>
    [Test]
    public void Students_stand_beside_their_teacher_with_what_their_samples_cost()
    {
        IdxFile.WriteImages("few.idx", DatasetCatalog.Default.Load("mnist").Take(200));
        Run("train --width 0.1 --loss hinge --batch 16 --data few.idx --latent-size 7 --steps 3 --out teacher --device cpu");
        string output = Run("compare --teacher teacher --widths 0.1,0.05 --students alone,pruned --steps 3 --seeds 1 --out c");
        TrainingOptions student = RunFolder.Open("c/0.05-pruned-seed1").ReadOptions();
        Assert.That((student.Loss, student.Batch, student.LatentSize, student.Student, student.Reconstruction), Is.EqualTo(
            ("hinge", 16, 7, StudentBeginning.Pruned, 10f)));
        using JsonDocument results = Json("c/compare.json");
        JsonElement teacher = results.RootElement.GetProperty("teacher");
        JsonElement[] runs = [.. results.RootElement.GetProperty("runs").EnumerateArray()];

        // 7 → 13 → 26 → 51 → 102 → 784, with batch normalisation behind the second to fourth.
        int[] units = [7, 13, 26, 51, 102, 784];
        int parameters = Enumerable.Range(0, 5).Sum(i => (units[i] + 1) * units[i + 1]) + (2 * (26 + 51 + 102));
        Assert.Multiple(() =>
        {
            Assert.That(teacher.GetProperty("parameters").GetInt64(), Is.EqualTo(parameters));
            Assert.That(runs.Select(run => run.GetProperty("parameters").GetInt64() < parameters), Is.EqualTo(
                new[] { false, false, true, true }));
            Assert.That(runs.Select(run => run.GetProperty("seconds_per_sample").GetDouble()), Has.All.InRange(1e-8, 0.1));
            Assert.That(output, Does.Contain("parameters of G").And.Contain(
                FormattableString.Invariant($"{parameters:N0}")).And.Contain("\nteacher "));
        });
    }

    [Test]
    public void The_table_has_mean_and_deviation_of_the_runs_own_scores()
    {
        string output = Run($"{Ring} --penalties none,r1:0.1 --seeds 3 --steps 60 --out c");
        using JsonDocument results = Json("c/compare.json");
        JsonElement[] combinations = [.. results.RootElement.GetProperty("combinations").EnumerateArray()];
        Assert.That(combinations, Has.Length.EqualTo(4));
        foreach (JsonElement combination in combinations)
        {
            string loss = combination.GetProperty("values").GetProperty("loss").GetString()!;
            string penalty = combination.GetProperty("values").GetProperty("penalty").GetString()!;
            double[] shares =
            [
                .. Enumerable.Range(1, 3).Select(seed =>
                {
                    string run = $"c/{loss}-{penalty.Replace(':', '=')}-seed{seed}";
                    TrainingOptions options = RunFolder.Open(run).ReadOptions();
                    Assert.That((options.Loss, options.Penalty, options.Seed), Is.EqualTo((loss, penalty, (ulong)seed)));
                    Assert.That(TrainingLog.Read(Path.Combine(run, "log.csv"))[^1].Step, Is.EqualTo(60));
                    using JsonDocument scores = Json(Path.Combine(run, "scores.json"));
                    return scores.RootElement.GetProperty("high_quality").GetDouble();
                }),
            ];
            double mean = (shares[0] + shares[1] + shares[2]) / 3;
            double deviation = Math.Sqrt(shares.Sum(share => Math.Pow(share - mean, 2)) / 2);
            JsonElement figure = combination.GetProperty("figures").GetProperty("high_quality");
            Assert.Multiple(() =>
            {
                Assert.That(figure.GetProperty("mean").GetDouble(), Is.EqualTo(mean).Within(1e-9));
                Assert.That(figure.GetProperty("deviation").GetDouble(), Is.EqualTo(deviation).Within(1e-9));
                Assert.That(output, Does.Contain(FormattableString.Invariant($"{mean:0.0%} ± {deviation:0.0%}")));
                Assert.That(combination.GetProperty("failed").GetInt32(), Is.Zero);
            });
        }

        using JsonDocument again = JsonDocument.Parse(Run("score --run c/least-squares-none-seed2 --device cpu --json"));
        JsonElement scored = results.RootElement.GetProperty("runs").EnumerateArray().Single(
            r => r.GetProperty("folder").GetString() == "least-squares-none-seed2");
        Assert.That(
            scored.GetProperty("scores").GetProperty("reverse_kl").GetDouble(),
            Is.EqualTo(again.RootElement.GetProperty("reverse_kl").GetDouble()), "scored as score does");

        string[][] csv = [.. File.ReadAllLines("c/compare.csv").Select(line => line.Split(','))];
        Assert.That(csv, Has.Length.EqualTo(5).And.All.Length.EqualTo(csv[0].Length));
        Assert.That(csv[0][..6], Is.EqualTo(new[] { "loss", "penalty", "runs", "failed", "modes_mean", "modes_deviation" }));
        int column = Array.IndexOf(csv[0], "high_quality_mean");
        Assert.That(
            csv[1..].Select(line => double.Parse(line[column], CultureInfo.InvariantCulture)),
            Is.EqualTo(combinations.Select(c => c.GetProperty("figures").GetProperty("high_quality").GetProperty("mean").GetDouble())));
        string page = File.ReadAllText("c/compare.html");
        Assert.That(Regex.Count(page, "<img src=\"data:image/png;base64,"), Is.EqualTo(4), "a picture for each combination");
        Assert.That(page, Does.Contain("<strong>").And.Not.Contain("http-equiv=\"refresh\"").And.Not.Contain("src=\"http"));
    }

    [Test]
    public void Stopped_anywhere_it_goes_on_with_the_same_table_also_in_parallel()
    {
        Run($"{Ring} --seeds 2 --steps 200 --out straight");
        ComparisonPlan plan = Comparison.Open("straight").Plan;
        Comparison cut = Comparison.Begin(plan, "cut");
        using (var stop = new CancellationTokenSource())
        {
            bool all = cut.Run(1, _ => new Training.WatchingDisplay(), _ => stop.Cancel(), stop.Token);
            Assert.That(all, Is.False, "stopped after the first run");
        }

        Assert.That(Comparison.Open("cut").Results, Has.Count.EqualTo(1));

        // The second run is cut off within an epoch, as Ctrl+C does it.
        PlannedRun second = plan.Combinations[0].Runs[1];
        var display = new Training.WatchingDisplay(onUpdate: d => d.Stop.Cancel());
        using (TrainingRun run = TrainingRun.Start(second.ReadOptions(), Path.Combine("cut", second.Folder), display))
            Assert.That(run.Run(display.Stop.Token), Is.False);

        Mistake($"{Ring} --steps 200 --out cut", "or go on with this comparison by --resume cut.");
        Mistake("compare --resume cut --losses hinge", "leave out --losses");
        Mistake("compare --resume nowhere", "'nowhere' is not the folder of a comparison");
        string output = Run("compare --resume cut");
        Assert.That(output, Does.Contain("2 of 4  ").And.Contain("4 of 4  ").And.Not.Contain("1 of 4  "));
        Run($"{Ring} --seeds 2 --steps 200 --out parallel --parallel 2");
        Assert.That(Scores("cut"), Is.EqualTo(Scores("straight")));
        Assert.That(Scores("parallel"), Is.EqualTo(Scores("straight")));
        Assert.That(Run("compare --resume cut"), Does.Contain("2 combinations").And.Not.Contain("4 of 4  "), "all is done");
    }

    [Test]
    public void What_cannot_be_trained_is_named_and_what_fails_is_counted()
    {
        string output = Run(
            "compare --model toy2d --recipe tutorial --losses wasserstein,least-squares --lr 1e30 "
            + "--seeds 1 --epochs 1 --device cpu --out c");
        Assert.That(
            output, Does.Contain("Left out: wasserstein: --loss wasserstein needs a bounded discriminator").And.Contain(
            "1 of 1  least-squares, seed 1: failed: ").And.Contain("1 of 1\n"));
        using JsonDocument results = Json("c/compare.json");
        Assert.That(results.RootElement.GetProperty("combinations")[0].GetProperty("failed").GetInt32(), Is.EqualTo(1));
        Assert.That(results.RootElement.GetProperty("left_out")[0].GetProperty("values")[0].GetString(), Is.EqualTo("wasserstein"));
        Assert.That(File.ReadAllText("c/compare.html"), Does.Contain("Left out").And.Contain("needs a bounded discriminator"));
    }

    [Test]
    public void A_budget_of_time_ends_every_run_and_mixed_models_are_one_table()
    {
        string output = Run("compare --models toy2d,mlp --recipe tutorial --data moons --seeds 1 --budget 0.2s --device cpu --out c");
        Assert.That(output, Does.Contain("Left out: mlp: --data moons is a distribution of points").And.Contain("0.2 s of training steps"));
        double seconds = TrainingLog.Read("c/toy2d-seed1/log.csv").Sum(row => row.Seconds);
        Assert.That(seconds, Is.InRange(0.19, 2), "moons has no scores, and the run ends by its time");
        Assert.That(Run("train --resume c/toy2d-seed1"), Does.Contain("This run has finished").And.Contain("give a larger --budget"));
        Run("report --run c/toy2d-seed1");
        Assert.That(
            File.ReadAllText("c/toy2d-seed1/report.html"), Does.Contain("Finished when its time was up").And.Not.Contain("--budget 0"));
    }

    /// <summary>10,000 points in batches of 128 are 78 steps an epoch.</summary>
    [TestCase("--steps 300", "300 steps a run", 300, 4, "linear", Description = "the epochs that the steps are")]
    [TestCase("--steps 300 --epochs 2", "156 steps a run", 156, 2, "linear", Description = "the epochs end first")]
    [TestCase("--steps 100 --epochs 2", "100 steps a run", 100, 2, "linear")]
    [TestCase("--budget 0.1s", "0.1 s of training steps a run, at constant learning rates", 0, 1_000_000, "constant")]
    public void The_recipe_s_schedule_falls_over_what_a_run_has(string length, string says, int steps, int epochs, string schedule)
    {
        string output = Run($"compare --model toy2d --losses hinge --seeds 1 {length} --device cpu --out c");
        TrainingOptions options = RunFolder.Open("c/toy2d-seed1").ReadOptions();
        Assert.That(output, Does.Contain(says));
        Assert.That((options.Steps, options.Epochs, options.Schedule), Is.EqualTo((steps, epochs, schedule)));
        if (steps > 0)
            Assert.That(TrainingLog.Read("c/toy2d-seed1/log.csv")[^1].Step, Is.EqualTo(steps));
    }

    [TestCase("compare --model toy2d --losses hinge,minimax", "give --budget 3m (time of training steps) or --steps N.")]
    [TestCase("compare --models toy2d,mlp --recipe tutorial --steps 1", "toy2d learns ring, mlp learns mnist")]
    [TestCase("compare --models bigan,video --steps 1", "bigan makes images, video makes clips, and their scores cannot be compared")]
    [TestCase("compare --model toy2d --losses hinge,fun --steps 1", "Unknown loss 'fun'")]
    [TestCase("compare --loss hinge --losses hinge,minimax --steps 1", "--losses and --loss are both given")]
    [TestCase("compare --model toy2d --losses hinge,,minimax --steps 1", "--losses: expected values with commas between them")]
    [TestCase(
        "compare --model toy2d --recipe tutorial --losses wasserstein --steps 1",
        "No combination is left to train: --loss wasserstein needs")]
    [TestCase("compare --models toy2d,mlp --losses hinge --steps 1", "toy2d learns ring, mlp learns mnist")]
    [TestCase("compare --model toy2d --schedule linear --budget 1s", "--schedule linear falls over the epochs, and a time has no number")]
    [TestCase("compare --model toy2d --steps 1 --seeds 0", "--seeds: expected 1 to 100, got 0")]
    [TestCase("compare --model toy2d --budget soon", "--budget: expected a time such as 90s, 3m or 1h, got 'soon'")]
    public void A_mistake_is_answered_in_one_sentence(string arguments, string sentence)
    {
        Mistake(arguments, sentence);
        Assert.That(Directory.Exists("runs"), Is.False);
    }

    [Test]
    public void A_time_is_read_in_its_unit()
    {
        Run("train --model toy2d --budget 1.5m --steps 1 --device cpu --out run");
        Assert.That(RunFolder.Open("run").ReadOptions().Budget, Is.EqualTo(90));
    }

    private static JsonDocument Json(string path) => JsonDocument.Parse(File.ReadAllText(path));

    /// <summary>What does not depend on time.</summary>
    private static IEnumerable<string> Scores(string comparison) => Comparison.Open(comparison).Results.Select(run =>
        $"{run.Folder} {run.Steps} {string.Join(" ", run.Scores.Select(s => FormattableString.Invariant($"{s.Key} {s.Value}")))}");
}
