using System.Text.Json;
using GanFromScratch.Gan.Anomalies;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary><c>anomaly</c>, on runs of a step.</summary>
public sealed class AnomalyCommandTests : CommandLine
{
    private const string Short = "--limit 64 --batch 8 --steps 1 --device cpu";

    [Test]
    public void The_test_images_of_the_classes_left_out_are_told_from_the_others()
    {
        SmallMnist();
        Run($"train --model anogan --data small --without 0 {Short} --out run");
        using var json = JsonDocument.Parse(Run("anomaly --run run --encoder-steps 20 --device cpu --json --map map.png"));
        Assert.That(json.RootElement.GetProperty("without").GetString(), Is.EqualTo("0"));
        int normal = json.RootElement.GetProperty("normal").GetInt32(), left = json.RootElement.GetProperty("anomalies").GetInt32();
        Assert.That(normal + left, Is.EqualTo(120));
        Assert.That(json.RootElement.GetProperty("auroc_code").GetDouble(), Is.InRange(0, 1));
        Bitmap map = PngFile.Read("map.png");
        Assert.That((map.Width, map.Height), Is.EqualTo(((10 * ((3 * 28) + 2)) + 2, (3 * ((3 * 28) + 2)) + 2)));
        Assert.That(Run("anomaly --run run --device cpu"), Does.StartWith("anomaly  without 0  normal "), "it is trained already");
    }

    [Test]
    public void Images_of_the_user_are_scored_into_a_CSV()
    {
        Run($"train --model anogan {Short} --out run");
        ImageSet digits = DatasetCatalog.Default.Load("mnist", DatasetPart.Test).Take(12);
        IdxFile.WriteImages("twelve.idx", digits);
        for (int i = 0; i < 12; i++)
            PngFile.Write($"own/a, \"{i:00}\".png", Bitmap.FromPlanes(digits.Image(i), 1, 28, 28));
        string told = Run("anomaly --run run --images own --csv own.csv --map own.png --encoder-steps 3 --device cpu");
        Run("anomaly --run run --images twelve.idx --csv idx.csv --device cpu");
        string[] own = File.ReadAllLines("own.csv"), idx = File.ReadAllLines("idx.csv");
        Assert.Multiple(() =>
        {
            Assert.That(told, Does.Contain("images 12").And.Contain("12 scores: own.csv"));
            Assert.That(own[0], Is.EqualTo("image,score,residual,feature_distance,code_distance"));
            Assert.That(own[1], Does.StartWith($"\"{Path.Combine("own", "a, \"\"00\"\".png")}\","));
            Assert.That(idx[12], Does.StartWith("11,"));
            Assert.That(own.Skip(1).Select(Numbers), Is.EqualTo(idx.Skip(1).Select(Numbers)));
            Assert.That(File.Exists("own.png"));
        });

        static string Numbers(string line) => string.Join(',', line.Split(',')[^4..]);
    }

    [Test]
    public void Each_class_in_turn_makes_a_table_and_is_not_trained_twice()
    {
        SmallMnist();
        const string command = $"anomaly each-class --model mlp --data small {Short} --encoder-steps 2 --out each";
        string first = Run(command), again = Run(command);
        string[] table = again.TrimEnd().Split('\n')[^12..];
        Assert.Multiple(() =>
        {
            Assert.That(table[0], Is.EqualTo("left out  code A_Z  paper A  A_R alone  A_D alone"));
            Assert.That(
                table.Skip(1).Select(row => row.Split(' ')[0]), Is.EqualTo(Enumerable.Range(0, 10).Select(c => $"{c}").Append("mean")));
            Assert.That(first, Does.Contain("Training the encoder").And.EndWith(string.Join('\n', table) + "\n"));
            Assert.That(again, Does.Contain("This run has finished").And.Not.Contain("Training the encoder"));
        });
        Mistake(
            $"anomaly each-class --model mlp --data small {Short} --lr 0.1 --encoder-steps 2 --out each",
            "was begun with other options; give the same ones again");
    }

    [TestCase("train --model toy2d --steps 1", "model toy2d makes points of the plane, not images")]
    [TestCase("train --condition cgan --steps 1", "--condition cgan makes the generator ask for a class")]
    [TestCase("train --pack 2 --steps 1", "--pack 2 makes the discriminator judge several images together")]
    [TestCase("train --minibatch stddev --steps 1", "--minibatch makes the discriminator judge images by each other")]
    [TestCase("train --steps 1", "run has learnt all classes of mnist, so none is an anomaly: give --images, or train with --without.")]
    public void Runs_that_do_not_go_are_refused(string train, string sentence)
    {
        Run($"{train} --limit 64 --batch 8 --device cpu --out run");
        Mistake("anomaly --run run --device cpu", sentence);
        Assert.That(File.Exists("run/encoder.safetensors"), Is.False);
    }

    [TestCase("anomaly", "Nothing to find anomalies with: give --run DIR.")]
    [TestCase("anomaly --run none", "'none': there is no such folder")]
    [TestCase("anomaly --run none --csv scores.csv", "--csv lists the scores of --images; give both, or neither.")]
    [TestCase("anomaly --run none --encoder-steps 0", "--encoder-steps: expected 1 to 10,000,000, got 0.")]
    [TestCase("anomaly each-class --without 3 --out each", "each-class leaves each class out in turn")]
    [TestCase("anomaly each-class --model toy2d --out each", "model toy2d makes points of the plane, not images")]
    public void Mistakes_are_told_in_a_sentence(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void An_anomaly_sheet_has_the_mean_of_its_rows()
    {
        AnomalyScore[] normal = [new(1, 5, 1), new(2, 6, 2)], anomalies = [new(3, 4, 3), new(1.5f, 7, 4)];
        var sheet = AnomalySheet.Of("3", normal, anomalies);
        Assert.That((sheet.Code, sheet.Paper, sheet.Residual, sheet.FeatureDistance), Is.EqualTo((1, 0.75, 0.75, 0.5)));
        Assert.That(AnomalySheet.Mean([sheet, sheet with { Code = 0.5 }]).Code, Is.EqualTo(0.75));
    }

    /// <summary>A few digits of each class in both parts, so that scoring takes a moment.</summary>
    private static void SmallMnist()
    {
        Directory.CreateDirectory("small");
        Write(DatasetPart.Train, "train", 400);
        Write(DatasetPart.Test, "t10k", 120);

        static void Write(DatasetPart part, string name, int count)
        {
            ImageSet some = DatasetCatalog.Default.Load("mnist", part).Take(count);
            IdxFile.WriteImages($"small/{name}-images-idx3-ubyte", some);
            IdxFile.WriteLabels($"small/{name}-labels-idx1-ubyte", some.Labels!);
        }
    }
}
