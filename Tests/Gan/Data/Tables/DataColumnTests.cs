using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Tests.Gan.Data.Tables;

public sealed class DataColumnTests
{
    [Test]
    public void A_number_keeps_its_value_and_format_through_the_networks_form()
    {
        // Long tails, a heap at one value, and a gap: 0 × 40, then 1000.25, 1000.50, …
        double[] values = [.. Enumerable.Repeat(0.0, 40), .. Enumerable.Range(1, 60).Select(i => 1000 + (0.25 * i * i))];
        var random = new PhiloxWords(1, 2);
        DataColumn column = DataColumn.Number("x", values, decimals: 2, missing: null, ref random);
        foreach (double value in values)
        {
            double encoded = column.Encode(value, ref random);
            Assert.That(encoded, Is.InRange(-1, 1));
            Assert.That(column.Decode(encoded), Is.EqualTo(value).Within(0.011));
        }

        Assert.That((column.Text(1000.5), column.Text(0), column.Text(double.NaN)), Is.EqualTo(("1000.50", "0.00", "")));
        Assert.That((column.Decode(-5), column.Decode(5)), Is.EqualTo((0.0, 1900.0)).Within(0.01), "beyond the ends");
    }

    [Test]
    public void A_number_of_any_distribution_spreads_evenly()
    {
        double[] values = [.. Enumerable.Range(0, 5000).Select(i => Math.Round(Math.Exp(i % 97 / 10.0)))];
        var random = new PhiloxWords(1, 2);
        DataColumn column = DataColumn.Number("x", values, 0, null, ref random);
        int[] tenths = new int[10];
        foreach (double value in values)
            tenths[(int)Math.Clamp((column.Encode(value, ref random) + 1) * 5, 0, 9)]++;
        Assert.That(tenths, Has.All.InRange(400, 600));
    }

    [Test]
    public void A_scaled_number_is_a_straight_line()
    {
        DataColumn column = DataColumn.Scaled("angle", -30, 70, decimals: 1);
        Assert.That(new[] { -30.0, 20, 70 }.Select(column.Encode), Is.EqualTo(new[] { -1.0, 0, 1 }));
        Assert.That((column.Decode(0.5), column.Decode(double.NaN)), Is.EqualTo((45.0, 20.0)));
        Assert.That(DataColumn.Scaled("fixed", 3, 3, decimals: 0).Decode(0.7), Is.EqualTo(3), "what never changes stays");
    }

    [Test]
    public void Rows_come_back_with_categories_and_missing_numbers_and_from_a_file_too()
    {
        var random = new PhiloxWords(1, 2);
        DataColumns columns = new([
            new("town", ["", "a,b", "c\"d"], []),
            DataColumn.Number("n", [1, 2, 3, 30], 0, "NA", ref random),
        ]);
        var table = new DataTable(columns, [[2, 0, 1], [30, double.NaN, 1]]);
        float[] rows = columns.Encode(table, seed: 1);
        Assert.That((columns.Width, columns.Numbers), Is.EqualTo((6, 1)));
        Assert.That(rows[1..6], Is.EqualTo(new float[] { 0, 0, 1, 1, 0 }), "the category, then there or missing");
        Assert.That(columns.Decode(rows).Values, Is.EqualTo(table.Values));

        using var folder = new Tests.Layers.Serialization.TemporaryFolder();
        string file = Path.Combine(folder.Path, "columns.json");
        columns.Write(file);
        Assert.That(DataColumns.Read(file).Decode(rows).Values, Is.EqualTo(table.Values));
        table.Write(Path.Combine(folder.Path, "rows.csv"));
        Assert.That(
            File.ReadAllText(Path.Combine(folder.Path, "rows.csv")), Is.EqualTo("town,n\n\"c\"\"d\",30\n,NA\n\"a,b\",1\n"));
    }
}
