using System.Text.Json;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class ScoreCommandTests : CommandLine
{
    [Test]
    public void Real_images_pass_limits_that_noise_fails()
    {
        IdxFile.WriteImages("real.idx", DatasetCatalog.Default.Load("mnist", DatasetPart.Test).Take(500));
        byte[] noise = new byte[200 * 784];
        new Random(1).NextBytes(noise);
        IdxFile.Write("noise.idx", [200, 28, 28], noise);

        const string limits = "--device cpu --json --min-classifier-score 9 --min-confident 0.9 --min-coverage 0.8 --min-modes 10";
        using var real = JsonDocument.Parse(Run($"score --images real.idx --count 500 {limits}"));
        (int code, string output, string errors) = Gan($"score --images noise.idx --count 500 {limits}");
        using var made = JsonDocument.Parse(output);
        Assert.Multiple(() =>
        {
            Assert.That(real.RootElement.GetProperty("samples").GetInt32(), Is.EqualTo(500));
            Assert.That(real.RootElement.GetProperty("copies").GetDouble(), Is.LessThan(0.1));
            Assert.That(code, Is.EqualTo(1));
            Assert.That(errors, Does.Contain("--min-classifier-score").And.Contain("--min-coverage").And.Contain("--min-modes"));
            Assert.That(made.RootElement.GetProperty("samples").GetInt32(), Is.EqualTo(200));
            Assert.That(
                made.RootElement.GetProperty("frechet").GetDouble(),
                Is.GreaterThan(10 * made.RootElement.GetProperty("frechet_real").GetDouble()));
        });
    }

    [Test]
    public void A_run_of_points_is_scored_while_it_trains_and_after()
    {
        string trained = Run("train --model toy2d --epochs 4 --score-every 2 --out run --device cpu");
        string table = Run("score --run run --device cpu"), again = Run("score --run run --device cpu"), json = Run(
            "score --run run --device cpu --json --count 300");
        Assert.That(File.ReadAllText("run/scores.json").Trim(), Is.EqualTo(json.Trim()), "where the report finds it");
        string[] log = File.ReadAllLines("run/log.csv");
        Assert.Multiple(() =>
        {
            Assert.That(trained.Split('\n').Count(line => line.Contains("modes", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(log[0], Does.EndWith(
                ",seconds,classifier_score,frechet,confident,modes,high_quality,precision,recall,label_agreement"));
            Assert.That(log.Count(row => row.Split(',')[12].Length > 0), Is.EqualTo(1 + 2), "the heading, and two of four epochs");
            Assert.That(
                table, Does.StartWith("2,500 samples of run against real ones of ring; seed 1\n").And.Contain("modes seen").And.Contain(
                "within 3 σ of a mode"));
            Assert.That(again, Is.EqualTo(table));
            Assert.That(json, Does.StartWith("{\"data\":\"ring\",\"samples\":300,\"modes\":"));
        });
        Run("train --resume run --epochs 5");
        Assert.That(File.ReadAllLines("run/log.csv")[..log.Length], Is.EqualTo(log), "the log is read and written again with its scores");
    }

    [Test]
    public void Scores_of_several_runs_are_a_table_which_a_page_takes()
    {
        foreach (int seed in new[] { 1, 2 })
            Run($"train --model toy2d --steps 20 --seed {seed} --out {seed} --device cpu");
        const string command = "score --run 1 --run 2 --figures modes,recall --device cpu";
        string page = $"# Page\n\n<!-- {command} -->\n| old |\n|---|\n\n| another |\n|---|\n";
        File.WriteAllText("page.md", page);
        string printed = Run($"{command} --page page.md");
        string[] lines = File.ReadAllText("page.md").Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(printed.Split('\n')[1], Does.StartWith("run").And.Contain("modes seen").And.EndWith("recall"));
            Assert.That(lines[..5], Is.EqualTo(
                new[] { "# Page", "", $"<!-- {command} -->", "| run | modes seen | recall |", "|---|---|---|" }));
            Assert.That(lines[5], Does.StartWith("| 1 | "));
            Assert.That(lines[6], Does.StartWith("| 2 | "));
            Assert.That(lines[7], Does.StartWith("| real samples | "));
            Assert.That(lines[8..], Is.EqualTo(new[] { "", "| another |", "|---|", "" }));
            Assert.That(File.Exists("1/scores.json") && File.Exists("2/scores.json"), "where reports find them");
        });
        Mistake("score --run 1 --figures modes --page page.md", "--page page.md: there is no line <!-- score --run 1 --figures modes -->;");
        Mistake("score --run 1 --figures nodes", "--figures: there is no 'nodes'; expected classifier_score, frechet");
        Mistake("score --run 1 --figures frechet", "--figures: 1 has no frechet; expected modes");
        Mistake("score --run 1 --run 2 --json", "--json and limits are for the scores of one run");
    }

    [TestCase("moons")]
    [TestCase("spiral")]
    public void Distributions_without_modes_are_scored_by_their_neighbourhoods(string data)
    {
        string trained = Run($"train --model toy2d --data {data} --epochs 1 --score-every 1 --out run --device cpu");
        using var scores = JsonDocument.Parse(Run("score --run run --device cpu --json"));
        JsonElement of = scores.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(trained, Does.Contain("precision").And.Contain("recall"));
            Assert.That(of.TryGetProperty("modes", out _), Is.False);
            Assert.That(of.GetProperty("precision").GetDouble(), Is.LessThan(0.9), "hardly trained");
            Assert.That(of.GetProperty("precision_real").GetDouble(), Is.GreaterThan(0.95));
            Assert.That(of.GetProperty("recall_real").GetDouble(), Is.GreaterThan(0.95));
        });
    }

    [Test]
    public void A_log_of_an_earlier_version_is_read()
    {
        Run("train --model toy2d --epochs 1 --score-every 1 --out run --device cpu");
        string[] now = File.ReadAllLines("run/log.csv");
        File.WriteAllLines("run/log.csv", now.Select(line => string.Join(',', line.Split(',')[..14])));
        Run("train --resume run --epochs 2");
        Assert.That(File.ReadAllLines("run/log.csv")[..now.Length], Is.EqualTo(now));
    }

    [Test]
    public void A_run_of_digits_is_scored_end_to_end()
    {
        IdxFile.WriteImages("few.idx", DatasetCatalog.Default.Load("mnist").Take(256));
        Run("train --model mlp --data few.idx --epochs 1 --out run --device cpu");
        Mistake("score --run run", "There is no classifier for the data");
        string line = Run("score --run run --data mnist --count 200 --device cpu --json");
        Assert.That(line, Is.EqualTo(Run("score --run run --data mnist --count 200 --device cpu --json")));
        using var json = JsonDocument.Parse(line);
        Assert.That(json.RootElement.GetProperty("classes").EnumerateArray().Sum(c => c.GetInt32()), Is.EqualTo(200));
    }

    [Test]
    public void Three_digits_stacked_are_counted_by_channel()
    {
        ImageSet stacked = DatasetCatalog.Default.Load("stacked-mnist", DatasetPart.Test);
        IdxFile.WriteImages("stacked.idx", stacked.Take(400));
        using var json = JsonDocument.Parse(Run("score --images stacked.idx --data stacked-mnist --device cpu --json --min-modes 300"));
        Assert.Multiple(() =>
        {
            Assert.That((stacked.Count, stacked.Format), Is.EqualTo((26_000, new ImageFormat(3, 28, 28))));
            Assert.That(stacked.Image(1).ToArray(), Is.Not.EqualTo(stacked.Image(0).ToArray()));

            // 400 draws out of 1,000 modes see 1000·(1 − (1 − 1/1000)^400) = 330 of them, give or take.
            Assert.That(json.RootElement.GetProperty("modes").GetInt32(), Is.EqualTo(330).Within(25));
            Assert.That(
                json.RootElement.GetProperty("modes_real").GetInt32(), Is.EqualTo(json.RootElement.GetProperty("modes").GetInt32()));
        });
    }

    [Test]
    public void Mistakes_are_answered_in_a_sentence()
    {
        IdxFile.WriteImages("few.idx", DatasetCatalog.Default.Load("mnist").Take(50));
        Mistake("score", "give --run DIR or --images IDX|FOLDER");
        Mistake("score --run a --images b", "give --run DIR or --images IDX|FOLDER");
        Mistake("score --run nowhere", "there is no such folder");
        Mistake("score --images few.idx", "50 images, expected at least 100");
        Mistake("score --images few.idx --data faces", "There is no classifier for the data 'faces'");
        Mistake("score --images few.idx --data stacked-mnist", "expected RGB images, but few.idx holds 28×28 gray");
        Mistake("score --images few.idx --count 3", "--count: expected 100 to 100,000, got 3");
        Mistake(
            "score --images few.idx --min-label-agreement 99",
            "--min-label-agreement: expected a share from 0 to 1 (99 % is 0.99), got '99'.");
        Mistake("score --images few.idx --max-copies -0.1", "--max-copies: expected a share from 0 to 1 (99 % is 0.99), got '-0.1'.");
        Mistake("score --images few.idx --min-modes many", "--min-modes: expected a finite number, got 'many'");
        Mistake("train --data few.idx --batch 20 --score-every 1 --out new", "There is no classifier for the data");
        Mistake("classifier train --data faces", "There is no classifier for the data 'faces'");
        Mistake("classifier train --epochs 0", "--epochs: expected 1 to 1,000, got 0");
        Mistake("classifier test --weights nowhere", "nowhere");
        Assert.That(Directory.Exists("new"), Is.False);
    }

    [Test]
    public void The_verb_that_tests_the_classifier_tells_its_accuracy() =>
        Assert.That(Run("classifier test --data mnist --device cpu"), Does.Match(@"^99\.[2-9]\d % of 10,000 images of mnist kept back"));
}
