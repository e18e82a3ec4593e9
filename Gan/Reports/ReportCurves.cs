using System.Xml.Linq;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Output;
using static GanFromScratch.Gan.Reports.Html;

namespace GanFromScratch.Gan.Reports;

/// <summary>The columns of the log as curves.</summary>
internal static class ReportCurves
{
    private static readonly PlotSize Size = new(520, 330);

    /// <summary>Null for a run without a finished epoch.</summary>
    public static XElement? Section(RunReport run)
    {
        if (run.Log.Count == 0)
            return null;
        LogTable log = run.Log;
        float? boundary = Objective.Catalog.Find(run.Options.Loss).Boundary;
        bool probability = boundary == 0.5f;
        IEnumerable<XElement> curves =
        [
            Curve(
                log, "Losses", "loss", "Means over some steps each.", (LogTable.DiscriminatorLoss, "discriminator"),
                (LogTable.GeneratorLoss, "generator")),
            Curve(
                log, "Verdicts", probability ? "probability of being real" : "score",
                "D(x) on real samples and D(G(z)) on generated ones: "
                + (probability ? "both ½ where the discriminator cannot tell them apart."
                    : "raw scores, equal where the discriminator cannot tell them apart."),
                (LogTable.OnReal, "D(x)"), (LogTable.OnFake, "D(G(z))")),
            Curve(
                log, "Discriminator's accuracy", "share",
                boundary == null
                    ? "Of pairs of a real and a generated sample, how many it puts in order: 1 where it wins outright."
                    : $"Of real and generated samples, how many it puts on the right side of {(probability ? "½" : "0")}: 1 where it wins "
                    + "outright.",
                (LogTable.Accuracy, "accuracy")),
            Curve(log, "Speed", "samples a second", "Real samples that training takes in.", (LogTable.Speed, "samples/s")),
            .. log.More.Select(column => Curve(log, Name(column), Name(column), $"Column {column} of the log.", (column, Name(column)))),
        ];
        return Tag("section", Tag("h2", "Curves"), Tag("div", Attribute("class", "pair"), curves));
    }

    private static XElement Curve(LogTable log, string title, string yLabel, string caption, params (string Column, string Name)[] series)
    {
        // Curves measured only in some epochs are connected across the others.
        int[] rows = [.. Enumerable.Range(0, log.Count).Where(i => series.Length > 1 || !double.IsNaN(log[series[0].Column][i]))];
        string svg = LossPlot.Svg(
            title,
            "epoch",
            yLabel,
            [.. rows.Select(i => log[LogTable.Epoch][i])],
            [.. series.Select(s => new PlotSeries(s.Name, [.. rows.Select(i => log[s.Column][i])]))],
            Size);
        var picture = XElement.Parse(svg);
        picture.Add(
            Attribute("role", "img"),
            Attribute("aria-label", $"{title}: {string.Join("; ", series.Select(s => $"{s.Name} {Range(log[s.Column])}"))}"));
        return Tag("figure", Attribute("class", "curve"), picture, Tag("figcaption", caption));
    }

    /// <summary>The text alternative of the chart, for screen readers.</summary>
    private static string Range(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0
            ? "without a number"
            : $"from {Number(finite[0])} to {Number(finite[^1])}, between {Number(finite.Min())} and {Number(finite.Max())}";
    }

    private static string Name(string column) => column.Replace('_', ' ');
}
