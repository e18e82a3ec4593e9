using System.Text;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Explaining;

/// <summary>
/// A step as one SVG picture, phases from left to right. In a phase an op is placed below the ops whose results it uses, and beside
/// independent ops. Grey lines show values flowing down; orange lines beside them show gradients flowing up. Dashed boxes are not recorded;
/// struck-through weights are frozen.
/// </summary>
public static class ExplanationSvg
{
    private const int BoxWidth = 190, BoxHeight = 40, LineHeight = 14, GapX = 36, GapY = 26, Margin = 24, Header = 64;

    public static string Text(StepExplanation step)
    {
        ArgumentNullException.ThrowIfNull(step);
        HashSet<TracedValue> learning = [.. step.Ops.SelectMany(op => op.Inputs).Where(i => i.Learns).Select(i => i.Value)];
        Dictionary<TracedOp, Box> boxes = Place(step, out List<(string Phase, int Left, int Right)> columns);
        int width = columns[^1].Right + Margin, height = boxes.Values.Max(box => box.Top + box.Height) + Margin;
        var svg = new StringBuilder();
        svg.Line(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" """,
            $"""font-family="sans-serif" font-size="12" fill="#333333">""");
        svg.Line($"""<title>{SvgText.Escape(step.Title)}</title>""");
        svg.Line($"""<rect width="{width}" height="{height}" fill="#FFFFFF"/>""");
        svg.Line($"""<text x="{Margin}" y="24" font-size="15">{SvgText.Escape(step.Title)}</text>""");
        svg.Line(
            $"""<text x="{Margin}" y="42" fill="#777777">down: values; <tspan fill="#D55E00">up: gradients</tspan>; dashed: not """,
            $"""recorded; struck through: frozen</text>""");
        foreach ((string phase, int left, int right) in columns)
        {
            svg.Line(
                $"""<rect x="{left - 10}" y="{Header - 10}" width="{right - left + 20}" height="{height - Header - 4}" rx="6" """,
                $"""fill="#F4F6F8"/>""");
            svg.Line(
                $"""<text x="{(left + right) / 2}" y="{Header + 8}" text-anchor="middle" font-size="13" """,
                $"""font-weight="bold">{SvgText.Escape(phase)}</text>""");
        }

        foreach ((TracedOp op, Box box) in boxes)
        {
            foreach (TracedInput input in op.Inputs)
            {
                if (input.Value.Producer is TracedOp producer && boxes.TryGetValue(producer, out Box from))
                    DrawEdge(svg, from, box, input.Learns);
            }
        }

        foreach ((TracedOp op, Box box) in boxes)
            DrawBox(svg, op, box, learning);
        svg.Line($"</svg>");
        return svg.ToString();
    }

    /// <summary>Layout: rows by dependency, positions in a row by the position of the first input, columns by phase.</summary>
    private static Dictionary<TracedOp, Box> Place(StepExplanation step, out List<(string Phase, int Left, int Right)> columns)
    {
        var boxes = new Dictionary<TracedOp, Box>();
        columns = [];
        int left = Margin + 10;
        foreach (IGrouping<string, TracedOp> phase in step.Ops.GroupBy(op => op.Phase))
        {
            // The depth of an op, and its lane: that of its first input, if no other op has continued it yet.
            var depths = new Dictionary<TracedOp, int>();
            var lanes = new Dictionary<TracedOp, int>();
            var ends = new List<TracedOp?>();
            foreach (TracedOp op in phase)
            {
                TracedOp[] before = [.. op.Inputs.Select(input => input.Value.Producer).OfType<TracedOp>().Where(depths.ContainsKey)];
                depths[op] = before.Length == 0 ? 0 : before.Max(input => depths[input]) + 1;
                int lane = ends.FindIndex(end => end != null && before.Contains(end));
                if (lane < 0)
                {
                    lane = ends.Count;
                    ends.Add(null);
                }

                foreach (TracedOp input in before)
                {
                    if (ends[lanes[input]] == input)
                        ends[lanes[input]] = null;
                }

                lanes[op] = lane;
                ends[lane] = op;
            }

            int rows = depths.Values.Max() + 1, top = Header + 24;
            for (int row = 0; row < rows; row++)
            {
                TracedOp[] here = [.. phase.Where(op => depths[op] == row)];
                foreach (TracedOp op in here)
                    boxes[op] = new Box(left + (lanes[op] * (BoxWidth + GapX)), top, BoxHeight + (LineHeight * op.Inputs.Count(IsNamed)));
                top += here.Max(op => boxes[op].Height) + GapY;
            }

            int right = left + (ends.Count * (BoxWidth + GapX)) - GapX;
            columns.Add((phase.Key, left, right));
            left = right + GapX + 20;
        }

        return boxes;
    }

    private static bool IsNamed(TracedInput input) => input.Value.Producer == null;

    private static void DrawBox(StringBuilder svg, TracedOp op, Box box, HashSet<TracedValue> learning)
    {
        string border = op.Learns ? "stroke=\"#333333\"" : "stroke=\"#999999\" stroke-dasharray=\"4 3\"";
        svg.Line($"""<rect x="{box.Left}" y="{box.Top}" width="{BoxWidth}" height="{box.Height}" rx="4" fill="#FFFFFF" {border}/>""");
        svg.Line(
            $"""<text x="{box.Left + 8}" y="{box.Top + 16}" font-weight="bold">{SvgText.Escape(op.Name)}</text><text """,
            $"""x="{box.Left + BoxWidth - 8}" y="{box.Top + 16}" text-anchor="end" fill="#999999">#{op.Number}</text>""");
        svg.Line($"""<text x="{box.Left + 8}" y="{box.Top + 31}">{SvgText.Escape(StepExplanation.Size(op.Output.Shape))}</text>""");
        int y = box.Top + BoxHeight + 6;
        foreach (TracedInput input in op.Inputs.Where(IsNamed))
        {
            string style = input.Learns
                ? "fill=\"#D55E00\""
                : learning.Contains(input.Value)
                ? "fill=\"#777777\" text-decoration=\"line-through\""
                : "fill=\"#777777\"";
            svg.Line(
                $"""<text x="{box.Left + 8}" y="{y}" font-size="11" {style}>{SvgText.Escape(input.Value.Name!)}  """,
                $"""{SvgText.Escape(StepExplanation.Size(input.Value.Shape))}</text>""");
            y += LineHeight;
        }
    }

    private static void DrawEdge(StringBuilder svg, Box from, Box to, bool learns)
    {
        if (to.Top < from.Top + from.Height)
        {
            // An edge into a later phase, whose boxes begin at the top again: drawn sideways.
            int y = from.Top + (BoxHeight / 2), x = from.Left + BoxWidth, half = (to.Left - x) / 2;
            svg.Line(
                $"""<path d="M{x} {y} C{x + half} {y} {to.Left - half} {to.Top + (BoxHeight / 2)} {to.Left} {to.Top + (BoxHeight / 2)}" """,
                $"""fill="none" stroke="#888888" stroke-width="1.5"/>""");
            if (learns)
                svg.Line(
                    $"""<path d="M{to.Left} {to.Top + (BoxHeight / 2) + 8} C{to.Left - half} {to.Top + (BoxHeight / 2) + 8} {x + half} """,
                    $"""{y + 8} {x} {y + 8}" fill="none" stroke="#D55E00" stroke-width="2"/>""");
            return;
        }

        int x1 = from.Left + (BoxWidth / 2), y1 = from.Top + from.Height, x2 = to.Left + (BoxWidth / 2), y2 = to.Top;
        int bend = Math.Max(Math.Abs(y2 - y1) / 2, 30);
        svg.Line(
            $"""<path d="M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}" fill="none" stroke="#888888" stroke-width="1.5"/>""");
        if (learns)
            svg.Line(
                $"""<path d="M{x2 + 8} {y2} C{x2 + 8} {y2 - bend} {x1 + 8} {y1 + bend} {x1 + 8} {y1}" fill="none" stroke="#D55E00" """,
                $"""stroke-width="2"/>""");
    }

    private readonly record struct Box(int Left, int Top, int Height);
}
