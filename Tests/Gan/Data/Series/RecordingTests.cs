using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Series;

public sealed class RecordingTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TemporaryFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public void Windows_of_a_recording_overlap_or_lie_apart_and_come_back_as_its_rows()
    {
        double[][] recording = [[.. Enumerable.Range(0, 40).Select(t => 0.5 * t)], [.. Enumerable.Range(0, 40).Select(t => 9.0 - (t % 7))]];
        var recordings = new Recordings("made", ["a", "b"], [1, 0], [recording, recording]);
        DataColumns columns = recordings.Scaled();
        float[] overlapping = recordings.Windows(columns, 16, apart: false), apart = recordings.Windows(columns, 16, apart: true);
        Assert.That((overlapping.Length, apart.Length), Is.EqualTo((2 * 7 * 32, 2 * 2 * 32)), "every 4 rows, every 16");
        DataTable rows = SeriesRows.Of(columns, 16, apart.AsSpan(32, 32));
        Assert.That(rows.Values[0], Is.EqualTo(recording[0][16..32]).Within(1e-9));
        Assert.That(rows.Values[1], Is.EqualTo(recording[1][16..32]).Within(1e-9));
        Assert.That(
            () => recordings.Windows(columns, 48, apart: false),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "made has no recording with 48 rows in a row for a window; give longer ones, or a shorter --window."));
    }

    [TestCase(10, 8, 2)]
    [TestCase(2, 2, 2, Description = "few: the last part of each")]
    public void A_part_is_held_out(int count, int training, int test)
    {
        double[][][] recordings = [.. Enumerable.Range(0, count).Select(i => (double[][])[[.. Enumerable.Repeat(0.0 + i, 50)]])];
        var all = new Recordings("made", ["a"], [0], recordings);
        Recordings train = all.Part(3, DatasetPart.Train), heldOut = all.Part(3, DatasetPart.Test);
        Assert.That((train.All.Count, heldOut.All.Count), Is.EqualTo((training, test)));
        Assert.That(train.All.Concat(heldOut.All).Sum(recording => recording[0].Length), Is.EqualTo(50 * count), "nothing twice");
    }

    [Test]
    public void A_folder_of_files_is_read_and_what_counts_the_rows_is_left_out()
    {
        for (int file = 0; file < 3; file++)
            Write(
                $"{file}.csv", "time;angle",
                t => string.Create(CultureInfo.InvariantCulture, $"{(10 * file) + (0.04 * t):0.00};{(t % 5) - 2}"));
        List<string> notes = [];
        Recordings recordings = RecordingFolder.Load(folder.Path, notes.Add);
        Assert.That((recordings.Columns.Single(), recordings.Decimals.Single(), recordings.All.Count), Is.EqualTo(("angle", 0, 3)));
        Assert.That(recordings.All[1][0][..5], Is.EqualTo(new[] { -2.0, -1, 0, 1, 2 }));
        Assert.That(notes, Is.EqualTo(new[] { "column 'time' is left out: it only counts the rows" }));
    }

    [TestCase("a,b", "1,2,3", "line 2 has 3 fields, expected 2")]
    [TestCase("a,b", "1,x", "line 2 has 'x' in column 'b', expected a number")]
    [TestCase("a,b", "1,", "line 2 has '' in column 'b', expected a number")]
    [TestCase("1,2", "3,4", "its first line holds numbers, expected a header with the names of the columns")]
    [TestCase("a,a", "3,4", "it has two columns called 'a'")]
    [TestCase("b,a", "3,4", "its columns are b, a, but those of {0}/0.csv are a, b")]
    public void A_file_of_another_form_is_refused_in_a_sentence(string header, string row, string sentence)
    {
        Write("0.csv", "a,b", t => $"{t * t},0");
        Write("1.csv", header, _ => row);
        Assert.That(
            () => RecordingFolder.Load(folder.Path, _ => { }),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                $"Cannot read {folder.Path}/1.csv as a recording: {string.Format(CultureInfo.InvariantCulture, sentence, folder.Path)}; "
                + "correct the file."));
    }

    [Test]
    public void Walkers_swing_arms_against_legs_and_limbs_in_turn()
    {
        Recordings walk = MadeSeries.Load();
        Assert.That((walk.Columns.Count, walk.All.Count, walk.All[0][0].Length), Is.EqualTo((8, MadeSeries.Recordings, MadeSeries.Rows)));
        foreach (double[][] angles in walk.All.Take(20))
        {
            Assert.That(Correlation(angles[0], angles[1]), Is.LessThan(-0.9), "hips");
            Assert.That(Correlation(angles[0], angles[4]), Is.LessThan(-0.9), "hip and shoulder of a side");
            Assert.That(angles[2].Concat(angles[3]), Has.All.InRange(0, 100), "a knee bends one way");
        }

        static double Correlation(double[] a, double[] b)
        {
            double x = a.Average(), y = b.Average();
            return a.Zip(b, (u, v) => (u - x) * (v - y)).Sum()
                / Math.Sqrt(a.Sum(u => (u - x) * (u - x)) * b.Sum(v => (v - y) * (v - y)));
        }
    }

    private void Write(string name, string header, Func<int, string> row) => File.WriteAllLines(
        Path.Combine(folder.Path, name), Enumerable.Range(0, 30).Select(row).Prepend(header));
}
