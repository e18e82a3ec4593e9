using System.Globalization;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>A table from its CSV to rows of samples and scores.</summary>
public sealed class TableCommandTests : CommandLine
{
    private const string Few = "--batch 32 --epochs 2 --sample-every 1e --sample-count 40 --device cpu --out run";

    [Test]
    public void A_CSV_becomes_a_run_that_writes_rows_like_it_without_it()
    {
        WriteCsv("own.csv");
        string output = Run($"train --model table --data own.csv {Few}");
        Assert.That(output, Does.Contain("160 samples of").And.Contain("a row of 4 columns")
            .And.Contain("160 samples in batches of 32 make 10 steps; a GAN needs thousands: --epochs 600"));
        Assert.That(File.Exists("run/samples/epoch-0002.png"));
        string scores = Run("score --run run --count 100 --device cpu");
        Assert.That(scores, Does.Contain("trained on them, right on real rows").And.Contain("\nsize: total variation"));
        Assert.That(Run("score --run run --count 100 --target size --json --device cpu"), Does.Contain("\"transfer_accuracy\":"));

        Mistake("sample --run run --csv own.csv", "--csv own.csv is the data that the run learned, ");
        File.Move("own.csv", "gone.csv");
        Run("sample --run run --count 50 --csv made.csv --device cpu");
        string[] lines = File.ReadAllLines("made.csv");
        Assert.That((lines.Length, lines[0]), Is.EqualTo((51, "\"length, cm\",age,size,club")));
        Assert.That(lines[1..], Has.All.Matches(@"^1\d\d\.\d,(NA|\d{1,2}),(big|small),(""x, y""|)$"));
        Run("sample --run run --count 50 --device cpu");
        Assert.That(File.ReadAllBytes("samples.csv"), Is.EqualTo(File.ReadAllBytes("made.csv")), "the usual output, and the same seed");
        Mistake("score --run run --count 100", "There is no made-up table and no file '");
        Run("score --run run --count 100 --data gone.csv --device cpu");
    }

    [TestCase("oops", "column 'b' is taken for a category, for line 31 has 'oops', which is no number; --column-kinds b=category says so")]
    [TestCase("1,5", "column 'b' is taken for a category, such as '1,5', and decimals have a point")]
    public void A_column_that_was_meant_to_be_numbers_is_noticed(string odd, string note)
    {
        File.WriteAllLines("own.csv", Enumerable.Range(0, 40).Select(i => $"{i}.5;{(i == 29 ? odd : $"{i}.25")}").Prepend("a;b"));
        Assert.That(Run($"train --model table --data own.csv {Few}"), Does.Contain(note));
    }

    [Test]
    public void A_run_goes_on_bit_for_bit()
    {
        WriteCsv("own.csv");
        Run($"train --model table --data own.csv {Few} --schedule constant");
        Run($"train --model table --data own.csv {Few[..^3]}other --schedule constant --steps 7");
        Run("train --resume other --steps 0");
        Assert.That(
            File.ReadAllBytes("other/samples/final.png"), Is.EqualTo(File.ReadAllBytes("run/samples/final.png")));
        Assert.That(Rows("other"), Is.EqualTo(Rows("run")));

        static string Rows(string run)
        {
            Run($"sample --run {run} --csv {run}.csv --device cpu");
            return File.ReadAllText($"{run}.csv");
        }
    }

    [TestCase("train --model table --data ring", "There is no made-up table and no file 'ring' for model table: expected flats, or")]
    [TestCase("train --data flats", "--data flats is a table, but model mlp makes images: choose --model table, or other data.")]
    [TestCase("train --model table --column-kinds x=number", "--column-kinds is for a CSV, and the kinds of --data flats are known")]
    [TestCase("train --column-kinds x=number", "--column-kinds is about the columns of a table, and model mlp makes images")]
    [TestCase("train --model table --without 2", "--without leaves classes of labelled images out, and model table makes rows of a table")]
    [TestCase("train --model table --score-every 1", "--score-every: rows of a table are scored when training is done;")]
    [TestCase("train --model table --image-size 28", "--image-size 28: model table makes rows of a table, expected a model of images")]
    [TestCase("score --images x --target rooms", "--target is a column of a table")]
    public void What_does_not_fit_is_refused_in_a_sentence(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void Other_commands_work_or_say_why_not()
    {
        Run("train --model table --limit 64 --batch 32 --steps 2 --device cpu --out run");
        Run("sample --run run --grid made.png --count 20 --device cpu");
        Run("report --run run");
        Run("explain --model table");
        Assert.That(Run("data --data flats"), Does.Contain("flats: 10,000 rows of 8 columns"));
        Mistake("interpolate --run run", "interpolate draws images and points, and run makes rows of a table; sample --run run --csv");
        Mistake("sample --run run --idx x", "Model table makes rows of a table, not images");
        Mistake("anomaly --run run", "model table makes rows of a table, not images");
        Run("train --model toy2d --steps 1 --device cpu --out points");
        Mistake("sample --run points --csv x.csv", "--csv writes rows, and model toy2d makes points of the plane; leave it out.");
    }

    private static void WriteCsv(string path) => File.WriteAllLines(
        path,
        Enumerable.Range(0, 200)
            .Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{150 + (i * 7 % 400 / 10.0):0.0},{(i % 9 == 0 ? "NA" : $"{18 + (i * 11 % 60)}")},{(i * 7 % 400 > 200 ? "big" : "small")},"
                + $"{(i % 3 == 0 ? "\"x, y\"" : "")}"))
            .Prepend("\"length, cm\",age,size,club"));
}
