using System.Globalization;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>How well a run's scores tell left-out classes from the classes that it has learnt.</summary>
/// <param name="Without">The classes left out, as the run's options have them.</param>
/// <param name="Normal">The number of normal images.</param>
/// <param name="Anomalies">The number of images of left-out classes.</param>
/// <param name="Code">AUROC of A_Z.</param>
/// <param name="Paper">AUROC of the paper's A.</param>
/// <param name="Residual">AUROC of A_R alone.</param>
/// <param name="FeatureDistance">AUROC of A_D alone.</param>
internal sealed record AnomalySheet(
    string Without, int Normal, int Anomalies, double Code, double Paper, double Residual, double FeatureDistance)
{
    public static AnomalySheet Of(string without, IReadOnlyList<AnomalyScore> normal, IReadOnlyList<AnomalyScore> anomalies)
    {
        return new AnomalySheet(
            without, normal.Count, anomalies.Count, By(score => score.Code), By(score => score.Paper), By(score => score.Residual),
            By(score => score.FeatureDistance));

        double By(Func<AnomalyScore, float> part) => Auroc.Of([.. normal.Select(part)], [.. anomalies.Select(part)]);
    }

    /// <summary>The means of several.</summary>
    public static AnomalySheet Mean(IReadOnlyList<AnomalySheet> sheets) => new(
        "mean", sheets.Sum(s => s.Normal), sheets.Sum(s => s.Anomalies), sheets.Average(s => s.Code), sheets.Average(s => s.Paper),
        sheets.Average(s => s.Residual), sheets.Average(s => s.FeatureDistance));

    /// <summary>The same as fields of a line of JSON or words.</summary>
    public (string Name, object Value)[] Fields() =>
    [
        ("measure", "anomaly"), ("without", Without), ("normal", Normal), ("anomalies", Anomalies), ("auroc_code", Code),
        ("auroc_paper", Paper), ("auroc_residual", Residual), ("auroc_features", FeatureDistance),
    ];

    /// <summary>Several of them as a table of AUROCs, with their means.</summary>
    public static TextTable Table(IReadOnlyList<AnomalySheet> sheets)
    {
        return new TextTable(["left out", "code A_Z", "paper A", "A_R alone", "A_D alone"], [.. sheets.Append(Mean(sheets)).Select(Row)]);

        static string[] Row(AnomalySheet s) => [
            s.Without, .. new[] { s.Code, s.Paper, s.Residual, s.FeatureDistance }
                .Select(area => area.ToString("0.000", CultureInfo.InvariantCulture))];
    }
}
