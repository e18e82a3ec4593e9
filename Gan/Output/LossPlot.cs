using System.Globalization;
using System.Text;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Output;

/// <summary>A named curve: <paramref name="Y"/>[i] stands over the plot's X[i]. Values that are not finite leave a gap.</summary>
public sealed record PlotSeries(string Name, IReadOnlyList<double> Y);

/// <summary>Width and height of a chart in pixels, of which a browser may make more or fewer; letters are 12 of them high.</summary>
public readonly record struct PlotSize(int Width, int Height)
{
    internal static int Left => 70;

    internal static int Top => 50;

    internal int Right => Width - 20;

    internal int Bottom => Height - 60;
}

/// <summary>A line chart as one SVG file without scripts, fonts or links: it opens in any browser and prints.</summary>
public static class LossPlot
{
    private static readonly PlotSize Usual = new(760, 420);

    /// <summary>
    /// Okabe and Ito's colours, told apart with colour-blind eyes as well; those too pale for lines on white are left out.
    /// </summary>
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#A0417A", "#56595C", "#8A6D00"];

    /// <summary>Writes the chart to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="GanFromScratch.Engine.InputException">The file cannot be written.</exception>
    public static void Write(
        string path, string title, string xLabel, string yLabel, IReadOnlyList<double> x, IReadOnlyList<PlotSeries> series)
    {
        byte[] svg = Encoding.UTF8.GetBytes(Svg(title, xLabel, yLabel, x, series));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>The chart as text.</summary>
    /// <param name="title">Stands above.</param>
    /// <param name="xLabel">Stands below: "epoch" or "step".</param>
    /// <param name="yLabel">Stands at the left.</param>
    /// <param name="x">Finite, ascending.</param>
    /// <param name="series">Each as long as <paramref name="x"/>.</param>
    /// <param name="size">760 × 420 if left out.</param>
    /// <exception cref="ArgumentException">A series has another length than <paramref name="x"/>.</exception>
    public static string Svg(
        string title, string xLabel, string yLabel, IReadOnlyList<double> x, IReadOnlyList<PlotSeries> series, PlotSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(series);
        foreach (PlotSeries curve in series)
            if (curve.Y.Count != x.Count)
                throw new ArgumentException(
                    $"Series '{curve.Name}' has {curve.Y.Count:N0} values for {x.Count:N0} places.", nameof(series));

        PlotSize plot = size ?? Usual;
        PlotAxis across = PlotAxis.Fit(x, PlotSize.Left, plot.Right, roundEnds: false);
        PlotAxis up = PlotAxis.Fit(series.SelectMany(curve => curve.Y), plot.Bottom, PlotSize.Top, roundEnds: true);
        var svg = new StringBuilder();
        svg.Line(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plot.Width} {plot.Height}" width="{plot.Width}" """,
            $"""height="{plot.Height}" """);
        svg.Line($"""  font-family="sans-serif" font-size="12" fill="#333333">""");
        svg.Line($"""<title>{SvgText.Escape(title)}</title>""");
        svg.Line($"""<rect width="{plot.Width}" height="{plot.Height}" fill="#FFFFFF"/>""");
        svg.Line(
            $"""<text x="{(PlotSize.Left + plot.Right) / 2}" y="20" text-anchor="middle" font-size="15">{SvgText.Escape(title)}</text>""");
        DrawAxes(svg, plot, across, up, xLabel, yLabel);
        for (int i = 0; i < series.Count; i++)
            DrawCurve(svg, series[i], x, across, up, Colours[i % Colours.Length]);
        DrawLegend(svg, series);
        svg.Line($"</svg>");
        return svg.ToString();
    }

    private static void DrawAxes(StringBuilder svg, PlotSize plot, PlotAxis across, PlotAxis up, string xLabel, string yLabel)
    {
        foreach (double mark in up.Marks())
        {
            svg.Line(
                $"""<line x1="{PlotSize.Left}" y1="{up.Place(mark):F1}" x2="{plot.Right}" y2="{up.Place(mark):F1}" stroke="#DDDDDD"/>""");
            svg.Line($"""<text x="{PlotSize.Left - 8}" y="{up.Place(mark) + 4:F1}" text-anchor="end">{up.Label(mark)}</text>""");
        }

        foreach (double mark in across.Marks())
        {
            double at = across.Place(mark);
            svg.Line($"""<line x1="{at:F1}" y1="{plot.Bottom}" x2="{at:F1}" y2="{plot.Bottom + 5}" stroke="#333333"/>""");
            svg.Line($"""<text x="{at:F1}" y="{plot.Bottom + 19}" text-anchor="middle">{across.Label(mark)}</text>""");
        }

        svg.Line($"""<path d="M{PlotSize.Left} {PlotSize.Top}V{plot.Bottom}H{plot.Right}" fill="none" stroke="#333333"/>""");
        int middle = (PlotSize.Top + plot.Bottom) / 2;
        svg.Line(
            $"""<text x="{(PlotSize.Left + plot.Right) / 2}" y="{plot.Height - 12}" """,
            $"""text-anchor="middle">{SvgText.Escape(xLabel)}</text>""");
        svg.Line($"""<text x="13" y="{middle}" text-anchor="middle" transform="rotate(-90 13 {middle})">{SvgText.Escape(yLabel)}</text>""");
    }

    /// <summary>One path a series: a gap lifts the pen. Round caps make a value that stands alone between gaps a dot.</summary>
    private static void DrawCurve(StringBuilder svg, PlotSeries curve, IReadOnlyList<double> x, PlotAxis across, PlotAxis up, string colour)
    {
        var path = new StringBuilder();
        bool penDown = false;
        foreach (int i in Thin(curve.Y))
        {
            if (!double.IsFinite(curve.Y[i]) || !double.IsFinite(x[i]))
            {
                penDown = false;
                continue;
            }

            string point = string.Create(CultureInfo.InvariantCulture, $"{across.Place(x[i]):F1} {up.Place(curve.Y[i]):F1}");
            path.Append(penDown ? "L" : "M").Append(point);
            if (!penDown)
                path.Append("h0");
            penDown = true;
        }

        // A series of one value is a dot that has to be found.
        double width = curve.Y.Count(double.IsFinite) == 1 ? 7 : 1.8;
        const string Style = """stroke-linecap="round" stroke-linejoin="round" """;
        if (path.Length > 0)
            svg.Line($"""<path d="{path}" stroke="{colour}" fill="none" stroke-width="{width}" {Style}/>""");
    }

    /// <summary>
    /// The indices worth drawing: all of a short series; of one with more points than pixels, the least and the greatest of each small
    /// stretch, so that no spike is lost, and one of its gaps.
    /// </summary>
    private static IEnumerable<int> Thin(IReadOnlyList<double> y)
    {
        const int Stretches = 700;
        int length = Math.Max(1, y.Count / Stretches);
        if (length < 4)
            return Enumerable.Range(0, y.Count);

        return Enumerable.Range(0, y.Count).Chunk(length).SelectMany(stretch =>
        {
            int[] finite = [.. stretch.Where(i => double.IsFinite(y[i]))];
            IEnumerable<int> chosen = finite.Length == 0 ? [] : [finite.MinBy(i => y[i]), finite.MaxBy(i => y[i])];
            return chosen.Concat(stretch.Where(i => !double.IsFinite(y[i])).Take(1)).Distinct().Order();
        });
    }

    private static void DrawLegend(StringBuilder svg, IReadOnlyList<PlotSeries> series)
    {
        const int LetterWidth = 7, Swatch = 34;
        double at = PlotSize.Left + 8;
        for (int i = 0; i < series.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            svg.Line($"""<line x1="{at:F0}" y1="38" x2="{at + 20:F0}" y2="38" stroke="{colour}" stroke-width="3"/>""");
            svg.Line($"""<text x="{at + 26:F0}" y="42">{SvgText.Escape(series[i].Name)}</text>""");
            at += Swatch + 12 + (LetterWidth * series[i].Name.Length);
        }
    }
}
