using System.Globalization;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Series from CSV files to CSV files, and walking figures.</summary>
public sealed class SeriesCommandTests : CommandLine
{
    private const string Own = "train --model series --data own --window 16 --batch 8 --sample-count 8 --device cpu";

    [Test]
    public void A_folder_of_recordings_becomes_series_like_them()
    {
        WriteRecordings();
        string output = Run($"{Own} --epochs 2 --sample-every 1e --out run");
        Assert.That(
            output, Does.Contain("column 'time' is left out").And.Contain("a series of 16 rows of 2 columns"));
        Assert.That(File.Exists("run/samples/epoch-0002.png"));
        string scores = Run("score --run run --count 100 --device cpu");
        Assert.That(scores, Does.Contain("discriminative score").And.Contain("\nwave ").And.Contain("8 rows"));
        Assert.That(Run("score --run run --count 100 --json --device cpu"), Does.Contain("\"autocorrelation_error\":"));

        Mistake("sample --run run --csv own", "--csv own is the data that the run learned, ");
        Mistake("report --run run --out own/page.html", "--out own/page.html lies in the data that the run learned, ");
        Mistake("sample --run run --csv own/more.csv", "--csv own/more.csv lies in the data that the run learned, ");
        Directory.Move("own", "gone");
        Run("sample --run run --count 3 --csv made.csv --device cpu");
        string[] lines = File.ReadAllLines("made.csv");
        Assert.That((lines.Length, lines[0], lines[^1][..2]), Is.EqualTo((49, "series,wave,height", "2,")));
        Assert.That(lines[1..], Has.All.Matches(@"^[012],-?\d\.\d\d,1\d\d$"));
        Run("sample --run run --count 3 --csv made --device cpu");
        Assert.That(
            File.ReadAllLines("made/series-00002.csv")[1..], Is.EqualTo(lines[33..].Select(line => line[2..])), "the same, a file each");
        Mistake("score --run run --count 100", "There are no made-up recordings and no file '");
        Run("score --run run --count 100 --data gone --device cpu");
        Mistake("sample --run run --gif x.gif", "--gif draws walking figures from columns hip_left, hip_right, knee_left");
    }

    [Test]
    public void A_run_goes_on_bit_for_bit()
    {
        WriteRecordings();
        Run($"{Own} --steps 5 --schedule constant --out run");
        Run($"{Own} --steps 3 --schedule constant --out other");
        Run("train --resume other --steps 5");
        Assert.That(File.ReadAllBytes("other/samples/final.png"), Is.EqualTo(File.ReadAllBytes("run/samples/final.png")));
    }

    [Test]
    public void Walking_figures_are_drawn_beside_real_ones()
    {
        Run("train --model series --limit 64 --batch 8 --steps 2 --sample-count 8 --device cpu --out run");
        Run("sample --run run --gif walk.gif --count 2 --device cpu");
        Assert.That(File.ReadAllBytes("walk.gif")[..4], Is.EqualTo("GIF8"u8.ToArray()));
        Run("sample --run run --grid curves.png --count 8 --device cpu");
        Run("report --run run");
        Mistake("interpolate --run run", "interpolate draws images and points, and run makes series;");
    }

    [TestCase("train --model series --data flats", "--data flats is a table, but model series makes series: choose --model table")]
    [TestCase("train --data walk", "--data walk are series, but model mlp makes images: choose --model series, or other data.")]
    [TestCase("train --model series --window 20", "--window: expected 16 to 1,024 rows, a multiple of 8, got 20.")]
    [TestCase("train --window 64", "--window is the length of series, and model mlp makes images; leave it out.")]
    [TestCase("train --model series --data nowhere", "There are no made-up recordings and no file 'nowhere' for model series: expected")]
    public void What_does_not_fit_is_refused_in_a_sentence(string arguments, string sentence) => Mistake(arguments, sentence);

    private static void WriteRecordings()
    {
        Directory.CreateDirectory("own");
        for (int file = 0; file < 6; file++)
        {
            File.WriteAllLines(
                $"own/{file}.csv",
                Enumerable.Range(0, 40)
                    .Select(t => string.Create(
                        CultureInfo.InvariantCulture, $"{0.1 * t:0.0},{Math.Sin((0.3 * t) + file):0.00},{150 + (file * 5) + (t % 3)}"))
                    .Prepend("time,wave,height"));
        }
    }
}
