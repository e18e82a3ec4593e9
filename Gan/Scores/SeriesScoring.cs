using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of generated series against recordings held out of the training. Beside each stands the same figure of series of the training,
/// which no generator can be expected to beat.
/// </summary>
internal static class SeriesScoring
{
    /// <param name="data">Its name.</param>
    /// <param name="shape">Of a series: (columns, length).</param>
    /// <param name="real">Series of the training, none overlapping, as networks see them.</param>
    /// <param name="heldOut">Of other recordings.</param>
    /// <param name="made">Generated ones.</param>
    public static ScoreSheet Full(
        string data, DataColumns columns, Shape shape, float[] real, float[] heldOut, float[] made, ulong seed, Device device)
    {
        int length = shape[1], lags = length / 2;

        // As they are written: a classifier must not see that samples are not rounded yet.
        made = [.. made.Select((value, i) => (float)Rounded(columns.All[i / length % columns.Count], value))];
        DataTable others = Rows(heldOut), ofMade = Rows(made);
        double[] dependences = Association.Of(others);
        var scores = new List<Score>
        {
            Of(Measure.Discriminative, series => VectorClassifier.Discriminative(series, heldOut, shape, seed, device)),
            Of(Measure.AutocorrelationError, series => Lagged(Rows(series)).Zip(Lagged(others), (a, b) => Math.Abs(a - b)).Average()),
            Of(Measure.NumberDistance, series => Distance(Rows(series))),
        };
        if (dependences.Length > 0)
            scores.Add(Of(
                Measure.DependenceError, series => Association.Of(Rows(series)).Zip(dependences, (a, b) => Math.Abs(a - b)).Average()));
        return new ScoreSheet(data, made.Length / shape.Size, scores, [])
        {
            Details = (AutocorrelationTable(others, ofMade, length)
                + TableScoring.NumberTable(others, ofMade, [.. Enumerable.Range(0, columns.Count)])
                + TableScoring.PairTable(columns, dependences, Association.Of(ofMade))).TrimEnd(),
        };

        static double Rounded(DataColumn column, float value) => column.Encode(column.Decode(value));

        Score Of(Measure measure, Func<float[], double> of) => new(measure, of(made), of(real));

        DataTable Rows(float[] series) => SeriesRows.Of(columns, length, series);

        double Distance(DataTable rows) => Enumerable.Range(0, columns.Count).Average(
            c => Marginals.KolmogorovSmirnov(rows.Values[c], others.Values[c]));

        IEnumerable<double> Lagged(DataTable rows) => rows.Values.SelectMany(
            column => Enumerable.Range(1, lags).Select(lag => Autocorrelation.Of(column, length, lag)));
    }

    /// <summary>Each column's autocorrelation at some lags, in real series and in samples.</summary>
    private static string AutocorrelationTable(DataTable real, DataTable made, int length)
    {
        int[] lags = [1, length / 12, length / 8, length / 4, 3 * length / 8, length / 2];
        int width = Math.Max("autocorrelation".Length, real.Columns.All.Max(column => column.Name.Length)) + 1;
        var text = new System.Text.StringBuilder();
        TableScoring.Line(
            text, $"\n{"autocorrelation".PadRight(width)}{"",8}{string.Concat(lags.Select(lag => $"{lag} rows".PadLeft(9)))}");
        for (int c = 0; c < real.Columns.Count; c++)
        {
            TableScoring.Line(text, $"{real.Columns.All[c].Name.PadRight(width)}{"real",8}{Figures(real.Values[c])}");
            TableScoring.Line(text, $"{"".PadRight(width)}{"samples",8}{Figures(made.Values[c])}");
        }

        return text.ToString();

        string Figures(double[] values) => string.Concat(lags.Select(lag =>
            Autocorrelation.Of(values, length, lag).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture).PadLeft(9)));
    }
}
