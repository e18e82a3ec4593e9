using System.Globalization;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of generated rows against rows held out of the training. Beside each stands the same figure of real training rows, which no
/// generator can be expected to beat.
/// </summary>
internal static class TableScoring
{
    /// <summary>The pairs of columns in the table of correlations: those that depend most on each other.</summary>
    private const int PairsShown = 12;

    /// <summary>The epoch of the order in which real rows are chosen.</summary>
    private const uint Choosing = uint.MaxValue - 2;

    /// <param name="data">Its name.</param>
    /// <param name="real">Training rows.</param>
    /// <param name="heldOut">Other real rows.</param>
    /// <param name="made">Generated rows.</param>
    /// <param name="target">The category that classifiers guess from the other columns; null for the last one.</param>
    public static ScoreSheet Full(
        string data, DataTable real, DataTable heldOut, DataTable made, string? target, ulong seed, Device device)
    {
        // As many real rows as samples, of all places of the file: a distance depends on their number.
        DataTable others = real.Select(Shuffle.Epoch(real.Count, seed, Choosing)[..Math.Min(real.Count, made.Count)]);
        DataColumns columns = real.Columns;
        int[] numbers = [.. Enumerable.Range(0, columns.Count).Where(c => columns.All[c].IsNumber)];
        int[] categories = [.. Enumerable.Range(0, columns.Count).Except(numbers)];
        var scores = new List<Score>();
        if (numbers.Length > 0)
            scores.Add(Of(Measure.NumberDistance, rows => numbers.Average(
                c => Marginals.KolmogorovSmirnov(rows.Values[c], heldOut.Values[c]))));
        if (categories.Length > 0)
            scores.Add(Of(Measure.CategoryDistance, rows => categories.Average(
                c => Marginals.TotalVariation(rows.Shares(c), heldOut.Shares(c)))));
        double[] dependences = Association.Of(heldOut), ofMade = Association.Of(made);
        if (dependences.Length > 0)
            scores.Add(Of(Measure.DependenceError, rows => Association.Of(rows).Zip(dependences, (a, b) => Math.Abs(a - b)).Average()));
        scores.Add(Of(Measure.Discriminative, rows => VectorClassifier.Discriminative(
            columns.Encode(rows, ~seed), columns.Encode(heldOut, seed), [columns.Width], seed, device)));
        if (TargetOf(columns, categories, target) is int guessed)
            scores.Add(Of(Measure.TransferAccuracy, rows => Transfer(rows, heldOut, guessed, seed, device)));
        return new ScoreSheet(data, made.Count, scores, [])
        {
            Details = $"{NumberTable(heldOut, made, numbers)}{CategoryTable(heldOut, made, categories)}"
                + $"{PairTable(columns, dependences, ofMade)}".TrimEnd(),
        };

        Score Of(Measure measure, Func<DataTable, double> of) => new(measure, of(made), of(others));
    }

    private static int? TargetOf(DataColumns columns, int[] categories, string? target)
    {
        if (target == null)
            return categories.Length > 0 && columns.Count > 1 ? categories[^1] : null;
        int[] named = [.. categories.Where(c => columns.All[c].Name == target)];
        return named.Length > 0
            ? named[0]
            : throw new InputException(
                $"--target: there is no category '{target}'; expected one of "
                + $"{string.Join(", ", categories.Select(c => columns.All[c].Name))}.");
    }

    /// <summary>Train on these rows, test on those (TSTR; Esteban et al. 2017): the share of right guesses of a category.</summary>
    private static double Transfer(DataTable rows, DataTable tested, int target, ulong seed, Device device)
    {
        var inputs = new DataColumns([.. rows.Columns.All.Where((_, c) => c != target)]);
        return VectorClassifier.Accuracy(
            [inputs.Width], Inputs(rows), Classes(rows), Inputs(tested), Classes(tested), rows.Columns.All[target].Choices, seed, device);

        float[] Inputs(DataTable table) =>
            inputs.Encode(new DataTable(inputs, [.. table.Values.Where((_, c) => c != target)]), seed);

        int[] Classes(DataTable table) => Array.ConvertAll(table.Values[target], value => (int)value);
    }

    /// <summary>Each number: mean, deviation and quantiles of real rows and of samples, and two distances.</summary>
    internal static string NumberTable(DataTable real, DataTable made, int[] numbers)
    {
        if (numbers.Length == 0)
            return "";
        int width = numbers.Max(c => real.Columns.All[c].Name.Length) + 1;
        var text = new StringBuilder();
        string[] figures = ["mean", "deviation", "5 %", "median", "95 %"];
        string header = string.Concat(figures.Select(figure => figure.PadLeft(11)));
        Line(text, $"\n{"number".PadRight(width)}{"",8}{header}{"KS",7}  W1/deviation");
        foreach (int c in numbers)
        {
            (double[] of, double[] by) = (Marginals.Sorted(real.Values[c]), Marginals.Sorted(made.Values[c]));
            if (of.Length == 0 || by.Length == 0)
                continue;
            double ks = Marginals.KolmogorovSmirnov(of, by), deviation = Deviation(of);
            string far = deviation > 0 ? $"{Marginals.Wasserstein(of, by) / deviation:0.000}" : "–";
            Line(text, $"{real.Columns.All[c].Name.PadRight(width)}{"real",8}{Figures(of)}");
            Line(text, $"{"".PadRight(width)}{"samples",8}{Figures(by)}{ks,7:0.000}  {far}");
        }

        return text.ToString();

        static string Figures(double[] sorted) => string.Concat(
            new[] { sorted.Average(), Deviation(sorted), Marginals.Quantile(sorted, 0.05), Marginals.Quantile(sorted, 0.5),
                Marginals.Quantile(sorted, 0.95) }.Select(figure => Short(figure).PadLeft(11)));

        static double Deviation(double[] values)
        {
            double mean = values.Average();
            return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        }
    }

    /// <summary>Each category: the shares of its texts in real rows and in samples, the most frequent first.</summary>
    private static string CategoryTable(DataTable real, DataTable made, int[] categories)
    {
        const int MostTexts = 8;
        var text = new StringBuilder();
        foreach (int c in categories)
        {
            DataColumn column = real.Columns.All[c];
            double[] of = real.Shares(c), by = made.Shares(c);
            int[] order = [.. Enumerable.Range(0, column.Choices).OrderByDescending(k => of[k])];
            int[] shown = [.. order.Take(MostTexts)];
            string rest = order.Length > MostTexts ? $", {order.Length - MostTexts} more" : "";
            Line(text, $"\n{column.Name}: total variation {Marginals.TotalVariation(of, by):0.000}{rest}");
            int width = shown.Max(k => Math.Max(column.Categories[k].Length, 6)) + 2;
            Line(text, $"  {"",8}{string.Concat(shown.Select(k => Named(column.Categories[k]).PadLeft(width)))}");
            Line(text, $"  {"real",-8}{string.Concat(shown.Select(k => Percent(of[k]).PadLeft(width)))}");
            Line(text, $"  {"samples",-8}{string.Concat(shown.Select(k => Percent(by[k]).PadLeft(width)))}");
        }

        return text.ToString();

        static string Named(string category) => category.Length == 0 ? "''" : category;
    }

    /// <summary>The pairs of columns that depend most on each other, in real rows and in samples.</summary>
    internal static string PairTable(DataColumns columns, double[] real, double[] made)
    {
        if (real.Length == 0)
            return "";
        (string Name, double Real, double Made)[] pairs =
        [
            .. Enumerable.Range(0, columns.Count)
                .SelectMany(a => columns.All.Skip(a + 1).Select(other => $"{columns.All[a].Name} · {other.Name}"))
                .Zip(real, made),
        ];
        var text = new StringBuilder();
        int width = pairs.Max(pair => pair.Name.Length);
        Line(text, $"\n{"correlation".PadRight(width)}{"real",9}{"samples",9}");
        foreach ((string name, double of, double by) in pairs.OrderByDescending(pair => Math.Abs(pair.Real)).Take(PairsShown))
            Line(text, $"{name.PadRight(width)}{of,9:0.000}{by,9:0.000}");
        if (pairs.Length > PairsShown)
        {
            (string name, double of, double by) = pairs.MaxBy(pair => Math.Abs(pair.Real - pair.Made));
            Line(text, $"of all {pairs.Length} the most different: {name}, {of:0.000} and {by:0.000}");
        }

        return text.ToString();
    }

    internal static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static string Percent(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>A figure in five significant digits.</summary>
    private static string Short(double figure) =>
        Math.Abs(figure) is >= 1e5 or (< 1e-3 and > 0)
            ? figure.ToString("0.###e0", CultureInfo.InvariantCulture)
            : figure.ToString(Math.Abs(figure) >= 1000 ? "0.0" : Math.Abs(figure) >= 10 ? "0.00" : "0.000", CultureInfo.InvariantCulture);
}
