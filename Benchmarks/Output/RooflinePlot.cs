using System.Globalization;
using System.Text;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Benchmarks.Output;

/// <summary>
/// The roofline as one SVG file without scripts, fonts or links: operations per byte on the x axis, operations per second on the y axis,
/// both logarithmic; the two roofs as a line, kernels as numbered points, their names below. Kernels without arithmetic cannot be placed on
/// it and appear only in the list below.
/// </summary>
internal static class RooflinePlot
{
    private const int Width = 900, Left = 70, Right = 870, Top = 50, Bottom = 430, LineHeight = 17;

    // Points closer together than this share one label.
    private const int LabelWidth = 16, LabelHeight = 9;
    private const string RoofColour = "#56595C", ArithmeticColour = "#0072B2", MemoryColour = "#D55E00";

    /// <summary>Writes the picture, whole or not at all.</summary>
    /// <exception cref="Engine.InputException">The file cannot be written.</exception>
    public static void Write(string path, string title, DevicePeak peak, IReadOnlyList<Roofline> rows)
    {
        byte[] svg = Encoding.UTF8.GetBytes(Svg(title, peak, rows));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    public static string Svg(string title, DevicePeak peak, IReadOnlyList<Roofline> rows)
    {
        Roofline[] points = [.. rows.Where(r => r.Flops > 0)];
        double ridge = peak.Gflops / peak.GigabytesPerSecond;
        var across = LogAxis.Fit([.. points.Select(p => p.Intensity), ridge / 4, ridge * 4], Left, Right);
        var up = LogAxis.Fit([.. points.Select(p => p.Gflops), peak.Gflops], Bottom, Top);
        int height = Bottom + 70 + (LineHeight * (rows.Count + 1));
        var svg = new StringBuilder();
        svg.Line(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" """,
            $"""font-family="sans-serif" font-size="12" fill="#333333">""");
        svg.Line($"""<title>{SvgText.Escape($"Roofline of {title}")}</title>""");
        svg.Line($"""<rect width="{Width}" height="{height}" fill="#FFFFFF"/>""");
        svg.Line($"""<text x="{(Left + Right) / 2}" y="22" text-anchor="middle" font-size="15">{SvgText.Escape(title)}</text>""");
        DrawAxes(svg, across, up);
        DrawRoofs(svg, peak, across, up);
        DrawPoints(svg, rows, peak, across, up);
        for (int i = 0; i < rows.Count; i++)
            svg.Line(
                $"""<text x="20" y="{Bottom + 70 + (LineHeight * i)}" """,
                $"""font-size="11">{SvgText.Escape(Name(i + 1, rows[i], peak))}</text>""");
        svg.Line($"</svg>");
        return svg.ToString();
    }

    private static void DrawAxes(StringBuilder svg, LogAxis across, LogAxis up)
    {
        foreach (double mark in across.Decades)
        {
            svg.Line($"""<line x1="{across.Place(mark):F1}" y1="{Top}" x2="{across.Place(mark):F1}" y2="{Bottom}" stroke="#DDDDDD"/>""");
            svg.Line($"""<text x="{across.Place(mark):F1}" y="{Bottom + 18}" text-anchor="middle">{mark}</text>""");
        }

        foreach (double mark in up.Decades)
        {
            svg.Line($"""<line x1="{Left}" y1="{up.Place(mark):F1}" x2="{Right}" y2="{up.Place(mark):F1}" stroke="#DDDDDD"/>""");
            svg.Line($"""<text x="{Left - 8}" y="{up.Place(mark) + 4:F1}" text-anchor="end">{mark}</text>""");
        }

        svg.Line($"""<path d="M{Left} {Top}V{Bottom}H{Right}" fill="none" stroke="#333333"/>""");
        int middle = (Top + Bottom) / 2;
        svg.Line($"""<text x="{(Left + Right) / 2}" y="{Bottom + 38}" text-anchor="middle">operations a byte</text>""");
        svg.Line($"""<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">GFLOP/s</text>""");
    }

    /// <summary>The memory bandwidth roof, a 45° line in the logarithms, up to the arithmetic roof.</summary>
    private static void DrawRoofs(StringBuilder svg, DevicePeak peak, LogAxis across, LogAxis up)
    {
        double ridge = peak.Gflops / peak.GigabytesPerSecond;

        // The sloped line begins where it enters the plot: at its left or lower edge.
        double begin = Math.Max(across.Low, up.Low / peak.GigabytesPerSecond);
        svg.Line(
            $"""<path class="roof" d="M{across.Place(begin):F1} {up.Place(begin * peak.GigabytesPerSecond):F1}L{across.Place(ridge):F1} """,
            $"""{up.Place(peak.Gflops):F1}H{Right}" fill="none" stroke="{RoofColour}" stroke-width="2"/>""");
        svg.Line($"""<text x="{Right}" y="{up.Place(peak.Gflops) - 6:F1}" text-anchor="end">{peak.Gflops:0} GFLOP/s</text>""");

        // Below the sloped line near its end, where there are few kernels.
        double label = ridge / 2;
        svg.Line(
            $"""<text x="{across.Place(label) + 10:F1}" """,
            $"""y="{up.Place(label * peak.GigabytesPerSecond) + 16:F1}">{peak.GigabytesPerSecond:0.0} GB/s</text>""");
    }

    private static void DrawPoints(StringBuilder svg, IReadOnlyList<Roofline> rows, DevicePeak peak, LogAxis across, LogAxis up)
    {
        List<(double X, double Y, string Text)> labels = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Flops == 0)
                continue;
            (double x, double y) = (across.Place(rows[i].Intensity), up.Place(rows[i].Gflops));
            string colour = rows[i].IsBoundByArithmetic(peak) ? ArithmeticColour : MemoryColour;
            svg.Line(
                $"""<circle cx="{x:F1}" cy="{y:F1}" r="4" """,
                $"""fill="{colour}"><title>{SvgText.Escape(Name(i + 1, rows[i], peak))}</title></circle>""");
            int near = labels.FindIndex(l => Math.Abs(l.X - x) < LabelWidth && Math.Abs(l.Y - y) < LabelHeight);
            if (near < 0)
                labels.Add((x, y, $"{i + 1}"));
            else
                labels[near] = labels[near] with { Text = $"{labels[near].Text}, {i + 1}" };
        }

        foreach ((double x, double y, string text) in labels)
            svg.Line($"""<text x="{x + 6:F1}" y="{y + 4:F1}" font-size="10">{text}</text>""");
    }

    private static string Name(int number, Roofline row, DevicePeak peak) => string.Create(
        CultureInfo.InvariantCulture,
        $"{number}  {row.Case}: {(row.IsBoundByArithmetic(peak) ? $"{row.Gflops:0.0} GFLOP/s" : $"{row.GigabytesPerSecond:0.0} GB/s")}, "
        + $"{row.ShareOf(peak):0%} of its roof");
}

/// <summary>A logarithmic axis over whole decades.</summary>
/// <param name="Low">A power of ten, at <paramref name="From"/>.</param>
/// <param name="High">A larger one, at <paramref name="To"/>.</param>
internal sealed record LogAxis(double Low, double High, double From, double To)
{
    public IEnumerable<double> Decades
    {
        get
        {
            int first = (int)Math.Round(Math.Log10(Low)), last = (int)Math.Round(Math.Log10(High));
            return Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power));
        }
    }

    /// <summary>The decades that contain all values, which are positive.</summary>
    public static LogAxis Fit(IReadOnlyList<double> values, double from, double to) =>
        new(
            Math.Pow(10, Math.Floor(Math.Log10(values.Min()))),
            Math.Pow(10, Math.Max(Math.Ceiling(Math.Log10(values.Max())), Math.Floor(Math.Log10(values.Min())) + 1)), from, to);

    public double Place(double value) => From + (Math.Log10(value / Low) / Math.Log10(High / Low) * (To - From));
}
