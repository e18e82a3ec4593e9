using System.Text.Json;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Labels from every form of data into the run, and classes from the run into pictures and scores.</summary>
public sealed class ConditionCommandTests : CommandLine
{
    private const string Few = "--batch 4 --steps 1 --sample-count 6 --device cpu --condition";

    [Test]
    public void Labels_come_beside_idx_files_in_a_csv_and_as_folders()
    {
        ImageSet digits = DatasetCatalog.Default.Load("mnist").Take(8);
        IdxFile.WriteImages("some-images-idx3-ubyte", digits);
        IdxFile.Write("some-labels-idx1-ubyte", [8], new byte[] { 0, 1, 2, 0, 1, 2, 0, 1 });
        for (int i = 0; i < 8; i++)
        {
            Bitmap picture = Bitmap.FromPlanes(digits.Image(i), 1, 28, 28);
            PngFile.Write($"csv/{i}.png", picture);
            PngFile.Write($"plain/{i}.png", picture);
            PngFile.Write($"folders/{"abcd"[i % 4]}/{i}.png", picture);
        }

        File.WriteAllText("csv/list.csv", "filename,label\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i}.png,{i % 2}\n")));
        foreach ((string data, string condition, int classes) in new[]
                 {
                     ("some-images-idx3-ubyte", "cgan", 3), ("csv/list.csv", "ac-gan", 2), ("folders", "projection", 4),
                 })
        {
            Run($"train --data {data} --out {condition} {Few} {condition}");
            Assert.That(RunFolder.Open(condition).ReadOptions().Classes, Is.EqualTo(classes), data);
            Bitmap samples = PngFile.Read($"{condition}/samples/final.png");
            Assert.That(samples.Width, Is.EqualTo(2 + (classes * 30)), "a class a column");
        }

        Assert.That(Run("data --data folders"), Does.Contain("by class: 0 a: 2  1 b: 2  2 c: 2  3 d: 2"), "the numbers that --class takes");
        Mistake($"train --data plain --out none {Few} cgan", "--condition cgan needs labels, and --data");
        Mistake($"train --data folders --out none --classes 2 {Few} cgan", "has 4 classes, but --classes asks for 2; raise it");
        Mistake("train --data stacked-mnist --model dcgan --condition cgan --out none", "needs labels, and --data stacked-mnist has none");
        Assert.That(Directory.Exists("none"), Is.False);
    }

    [Test]
    public void A_class_is_sampled_alone_or_all_in_rows_with_the_same_noise_in_a_column()
    {
        TrainOnNoise("cgan", "--ema 0.5");
        string output = Run("sample --run run --class all --count 4 --seed 3 --grid all.png --idx all --device cpu");
        Run("sample --run run --class 2 --count 4 --seed 3 --idx two.idx --device cpu --threads 1");
        Run("sample --run run --class 2 --count 4 --seed 3 --idx two --device cpu");
        Run("sample --run run --count 5 --seed 3 --grid turn.png --idx turn --device cpu");
        byte[] all = IdxFile.Read("all").Data, two = IdxFile.Read("two").Data, turn = IdxFile.Read("turn").Data;
        Bitmap grid = PngFile.Read("all.png");
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.StartWith("12 samples: all.png").And.Contain("12 labels: all-labels"));
            Assert.That(DatasetCatalog.Default.Load("all").Labels, Is.EqualTo(new[] { 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2 }), "read back");
            Assert.That(DatasetCatalog.Default.Load("two.idx").Labels, Is.EqualTo(new[] { 2, 2, 2, 2 }));
            Assert.That(DatasetCatalog.Default.Load("turn").Labels, Is.EqualTo(new[] { 0, 1, 2, 0, 1 }));
            Assert.That(File.ReadAllBytes("two.idx"), Is.EqualTo(File.ReadAllBytes("two")), "by any number of threads");
            Assert.That((grid.Width, grid.Height), Is.EqualTo((2 + (4 * 30), 2 + (3 * 30))), "a row for each of 3 classes");
            Assert.That(PngFile.Read("turn.png").Width, Is.EqualTo(2 + (3 * 30)), "a column for each of 3 classes");
            Assert.That(all[(8 * 784)..], Is.EqualTo(two), "the last row is class 2");
            Assert.That(all[..(4 * 784)], Is.Not.EqualTo(two), "the first is another class");
            for (int i = 0; i < 3; i++)
                Assert.That(turn[(i * 784)..((i + 1) * 784)], Is.EqualTo(all[(5 * i * 784)..(((5 * i) + 1) * 784)]).Within(1), $"{i}");
        });
        Mistake("sample --run run --threads -1", "--threads: expected 0 (one per core) to 1024, got -1.");
        Mistake("sample --run run --class 3", "--class: expected 0 to 2, got 3.");
        Mistake("sample --run run --class seven", "--class: expected a whole number, got 'seven'.");
        Mistake("sample --run run --class all --count 1000000", "expected at most 1,000,000 samples of all classes together");
    }

    [Test]
    public void A_walk_stays_in_a_class_or_leads_to_another()
    {
        TrainOnNoise("cgan");
        Run("sample --run run --class 0 --count 2 --seed 1 --grid zero.png --device cpu");
        Run("sample --run run --class 2 --count 2 --seed 1 --grid two.png --device cpu");
        Run("interpolate --run run --from-class 0 --to-class 2 --rows 2 --steps 3 --grid walk.png --device cpu");
        Run("interpolate --run run --class 2 --rows 2 --steps 3 --grid stay.png --device cpu");
        Bitmap zero = PngFile.Read("zero.png"), two = PngFile.Read("two.png");
        Bitmap walk = PngFile.Read("walk.png"), stay = PngFile.Read("stay.png");
        Assert.Multiple(() =>
        {
            Assert.That(Cell(walk, 0), Is.EqualTo(Cell(zero, 0)), "begins in class 0");
            Assert.That(Cell(walk, 2), Is.EqualTo(Cell(two, 0)), "ends in class 2 with the same noise");
            Assert.That(Cell(walk, 1), Is.Not.EqualTo(Cell(zero, 0)).And.Not.EqualTo(Cell(two, 0)));
            Assert.That(Cell(stay, 0), Is.EqualTo(Cell(two, 0)));
        });
        Mistake("interpolate --run run --from-class 1", "--from-class and --to-class belong together");
        Mistake("interpolate --run run --from-class 1 --to-class 9", "--to-class: expected 0 to 2, got 9.");

        static byte[] Cell(Bitmap grid, int column) =>
            [.. Enumerable.Range(0, 28).SelectMany(y => grid.Row(2 + y).Slice(2 + (column * 30), 28).ToArray())];
    }

    [Test]
    public void A_run_without_labels_has_no_classes_to_ask_for()
    {
        Run("train --model toy2d --steps 1 --out run --device cpu");
        Mistake("sample --run run --class 1", "--class is for a run that was trained with --condition, and run was not; leave it out.");
        Mistake("interpolate --run run --class 1", "--class is for a run that was trained with --condition");
    }

    [Test]
    public void Agreement_is_the_share_of_verdicts_that_are_the_label()
    {
        float[] probabilities = new float[4 * ImageClassifier.Classes];
        foreach ((int image, int verdict) in new[] { (0, 3), (1, 0), (2, 9), (3, 7) })
            probabilities[(image * ImageClassifier.Classes) + verdict] = 1;
        Assert.That(new Judgement(4, [], probabilities).Agreement([3, 0, 4, 7]), Is.EqualTo(0.75));
    }

    [Test]
    public void Agreement_is_in_the_log_the_table_and_the_json_of_a_run_with_labels()
    {
        ImageSet few = DatasetCatalog.Default.Load("mnist").Take(64);
        IdxFile.WriteImages("few-images-idx3-ubyte", few);
        IdxFile.Write("few-labels-idx1-ubyte", [64], Array.ConvertAll(few.Labels!, label => (byte)label));
        Run("train --model mlp --condition projection --data few-images-idx3-ubyte --epochs 1 --out run --device cpu");
        using var json = JsonDocument.Parse(Run("score --run run --data mnist --count 200 --device cpu --json"));
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("label_agreement").GetDouble(), Is.InRange(0, 0.5), "one step has taught nothing");
            Assert.That(json.RootElement.GetProperty("label_agreement_real").GetDouble(), Is.GreaterThan(0.98));
        });

        var folder = RunFolder.Open("run");
        var row = new LogRow(1, 1, 1, 1, 1, 1, 1, 1, 1, new EpochScores(1, 2, 0.5, 3, LabelAgreement: 0.25)) { Steps = 1 };
        TrainingLog.Open(folder, step: 0).Add(row);
        Assert.That(File.ReadAllLines("run/log.csv")[0], Does.EndWith("recall,label_agreement"));
        Assert.That(TrainingLog.Read("run/log.csv"), Is.EqualTo(new[] { row }));
    }

    [Test]
    public void A_step_is_explained_with_its_labels() =>
        Assert.That(
            Run("explain --model mlp --condition ac-gan"),
            Does.Contain("of G.0.embedding.weight").And.Contain("D.7.classes.weight (frozen)").And.Match("\\sCrossEntropy "));

    private static void TrainOnNoise(string condition, string more = "")
    {
        byte[] pixels = new byte[12 * 784];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("noise-images-idx3-ubyte", [12, 28, 28], pixels);
        IdxFile.Write("noise-labels-idx1-ubyte", [12], new byte[] { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2 });
        Run($"train --data noise-images-idx3-ubyte --out run {more} {Few} {condition}".Replace("  ", " ", StringComparison.Ordinal));
    }
}
