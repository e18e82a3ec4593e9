using System.Text;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using static GanFromScratch.Tests.Gan.Data.Forms.FormSamples;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>A user's data of each form through the verbs.</summary>
public sealed class DataFormCommandTests : CommandLine
{
    private const string Train = "train --batch 2 --sample-count 4 --device cpu --out run --steps";

    [Test]
    public void A_contests_csv_trains_and_a_run_that_goes_on_ends_with_the_same_bits()
    {
        var text = new StringBuilder($"label,{string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}"))}\n");
        for (int i = 0; i < 6; i++)
            text.Append($"{i % 2},{string.Join(',', Enumerable.Range(0, 784).Select(p => p * (i + 1) % 256))}\n");
        Directory.CreateDirectory("contest");
        File.WriteAllText("contest/train.csv", text.ToString());

        Assert.That(
            Run("data --data contest"),
            Does.StartWith("contest: 6 images, 28×28 gray\n  form: csv-folder; 4,704 bytes of pixels\n  by class: 0: 3  1: 3\n"));
        Run($"{Train} 4 --data contest --flip");
        string whole = CheckSum("run");
        Directory.Delete("run", recursive: true);
        Run($"{Train} 2 --data contest --flip");
        Run("train --resume run --steps 4");
        Assert.That(CheckSum("run"), Is.EqualTo(whole));
        Directory.Delete("run", recursive: true);
        Run($"{Train} 4 --data contest");
        Assert.That(CheckSum("run"), Is.Not.EqualTo(whole), "mirrored images are others");
    }

    [Test]
    public void An_archive_trains_leaves_nothing_behind_and_says_its_own_name()
    {
        byte[] row = [.. Enumerable.Range(0, 28).Select(i => (byte)(i * 9))];
        File.WriteAllBytes("faces.zip", Zip(
            ("train/a/0.png", Png(row)), ("train/b/1.png", Png([.. row.Reverse()])), ("test/a/2.png", Png(row))));
        string[] before = Directory.GetDirectories(Path.GetTempPath(), "gan-unpacked-*");
        string output = Run($"{Train} 1 --data faces.zip --condition cgan");
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Contain("the split train of test, train (--split takes another)"));
            Assert.That(output, Does.Contain("test images among the training ones: 1 of 1;"));
            Assert.That(RunFolder.Open("run").ReadOptions().Classes, Is.EqualTo(2));
            Assert.That(Directory.GetDirectories(Path.GetTempPath(), "gan-unpacked-*"), Is.EquivalentTo(before));
        });
        File.WriteAllBytes("bad.zip", Zip(("a/0.png", Png(row)[..40])));
        Mistake("data --data bad.zip", "Cannot read bad.zip/a/0.png as PNG");
        Mistake("data --data faces.zip --split val", "--split val: faces.zip has the splits test, train; choose one of them.");
        Mistake("data --data faces.zip --fit zoom", "--fit: expected auto or crop or pad or stretch, got 'zoom'.");
    }

    [Test]
    public void Letters_are_named_by_a_path_that_is_no_file_and_a_run_keeps_how_they_are_read()
    {
        Directory.CreateDirectory("gzip");
        IdxFile.Write("gzip/emnist-letters-train-images-idx3-ubyte.gz", [2, 28, 28], new byte[2 * 784]);
        IdxFile.Write("gzip/emnist-mnist-train-images-idx3-ubyte.gz", [2, 28, 28], new byte[2 * 784]);
        Mistake("data --data gzip", "gzip holds 2 sets of idx files; name one of them: gzip/emnist-letters, gzip/emnist-mnist.");
        Assert.That(Run("data --data gzip/emnist-letters"), Does.Contain("images set upright"));
        Assert.That(Run("data --data gzip/emnist-letters --transpose false"), Does.Not.Contain("upright"));
        Assert.That(Run($"{Train} 1 --data gzip/emnist-letters --transpose"), Does.Contain("all images are black"));
        TrainingOptions options = RunFolder.Open("run").ReadOptions();
        Assert.That((options.Data, $"{options.Transpose}"), Is.EqualTo((Path.GetFullPath("gzip/emnist-letters"), "True")));
    }

    [Test]
    public void Tables_and_recordings_are_shown_too()
    {
        File.WriteAllText(
            "flats.csv",
            "rooms,city\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 1.5},{(i % 2 == 0 ? "Rome" : "Bern")}\n")));
        Directory.CreateDirectory("walks");
        File.WriteAllText("walks/a.csv", "knee,hip\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5}\n")));
        Assert.That(Run("data --data flats.csv"), Does.StartWith("flats.csv: 60 rows of 2 columns, for --model table\n").And.Contain(
            "city: Bern, Rome"));
        Assert.That(Run("data --data walks"), Does.StartWith("walks: 1 recording of 2 columns, for --model series\n"));
    }

    [Test]
    public void A_note_is_no_longer_than_a_line()
    {
        Directory.CreateDirectory("walks");
        string name = new('x', 100_000);
        File.WriteAllText(
            "walks/a.csv", $"{name},hip\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 5}\n")));
        Assert.That(Run("data --data walks").Split('\n').Max(line => line.Length), Is.LessThan(500));
    }
}
