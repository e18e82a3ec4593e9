using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class TableScoringTests
{
    [Test]
    public void Distances_of_columns_are_those_computed_by_hand()
    {
        double[] a = [3, 1, 2, 4], b = [1, 3, 5, 5];
        Assert.Multiple(() =>
        {
            Assert.That(Marginals.KolmogorovSmirnov(a, b), Is.EqualTo(0.5), "at 4: all of a, half of b");
            Assert.That(Marginals.Wasserstein(a, b), Is.EqualTo((0 + 1 + 2 + 1) / 4.0), "in order: 1-1, 2-3, 3-5, 4-5");
            Assert.That(Marginals.Wasserstein([0, 1], [0, 0, 1, 1, 1, 1]), Is.EqualTo(1 / 6.0).Within(1e-12));
            Assert.That(Marginals.TotalVariation([0.5, 0.5, 0], [0.25, 0.25, 0.5]), Is.EqualTo(0.5));
        });
    }

    [Test]
    public void Dependences_are_those_computed_by_hand()
    {
        DataColumns columns = new([
            new("x", [], [0, 1]), new("y", [], [0, 1]), new("k", ["a", "b"], []), new("l", ["a", "b"], []), new("m", ["a", "b"], []),
        ]);
        var table = new DataTable(columns, [[1, 2, 3, 4], [8, 6, 4, 2], [0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1]]);
        double[] of = Association.Of(table);
        Assert.That(of[0], Is.EqualTo(-1).Within(1e-12), "Pearson");
        Assert.That(of[1], Is.EqualTo(Math.Sqrt(4 / 5.0)).Within(1e-12), "means 1.5 and 3.5: 4 of the squares' sum 5 lies between");
        Assert.That((of[7], of[8]), Is.EqualTo((1.0, 0.0)).Within(1e-12), "Cramér's V of k with l and of k with m");
    }

    [Test]
    public void Real_rows_score_as_real_rows_and_shuffled_ones_do_not()
    {
        DataTable all = MadeTable.Make(3000, [.. Enumerable.Range(0, 3000)]);
        DataTable real = Part(0, 1500), heldOut = Part(1500, 750), made = Part(2250, 750);
        // Each column is right by itself, but no row is.
        var shuffled = new DataTable(all.Columns, [.. made.Values.Select((column, c) => Rotated(column, 37 * c))]);
        using var device = new CpuDevice(2);
        ScoreSheet same = TableScoring.Full("flats", real, heldOut, made, null, 1, device);
        ScoreSheet torn = TableScoring.Full("flats", real, heldOut, shuffled, "energy", 1, device);
        Assert.Multiple(() =>
        {
            Assert.That(Of(same, Measure.NumberDistance), Is.LessThan(0.08).And.EqualTo(Of(torn, Measure.NumberDistance)));
            Assert.That(Of(same, Measure.CategoryDistance), Is.LessThan(0.06).And.EqualTo(Of(torn, Measure.CategoryDistance)));
            Assert.That((Of(same, Measure.DependenceError), Of(torn, Measure.DependenceError)), Is.EqualTo((0.02, 0.2)).Within(0.06));
            Assert.That(Of(same, Measure.TransferAccuracy), Is.GreaterThan(Of(torn, Measure.TransferAccuracy) + 0.25));
            Assert.That((Of(same, Measure.Discriminative), Of(torn, Measure.Discriminative)), Is.EqualTo((0.0, 0.4)).Within(0.1));
            Assert.That(same.Details, Does.Contain("\nheating: total variation 0.0").And.Contain("\narea · rent").And.Contain("\nrent "));
        });
        Assert.That(
            () => TableScoring.Full("flats", real, heldOut, made, "rent", 1, device),
            Throws.TypeOf<InputException>().With.Message.StartsWith("--target: there is no category 'rent'; expected one of district,"));

        DataTable Part(int begin, int count) => all.Select([.. Enumerable.Range(begin, count)]);

        static double[] Rotated(double[] values, int by) => [.. values.Select((_, i) => values[(i + by) % values.Length])];

        static double Of(ScoreSheet sheet, Measure measure) => sheet.Scores.Single(score => score.Measure == measure).Value;
    }
}
