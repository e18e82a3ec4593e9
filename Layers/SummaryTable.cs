using System.Globalization;
using System.Text;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// A network as a table: one row per layer, in forward order. The layers within a residual block or a skip connection follow its own row.
/// </summary>
internal static class SummaryTable
{
    private const string Gap = "  ";

    public static string Of(Module model, Shape sample)
    {
        Span<int> sizes = stackalloc int[sample.Rank + 1];
        sizes[0] = 1;
        sample.CopyTo(sizes[1..]);
        var rows = new List<string[]> { new[] { "", "Layer", "Output", "Parameters" } };
        Shape shape = Shape.Create(sizes);
        rows.Add(["", "Input", Batch(shape), ""]);
        AddRows(model, "", ref shape, rows);

        int all = Count(model, frozen: null), frozen = Count(model, frozen: true);
        var text = new StringBuilder();
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('─', widths.Sum() + (3 * Gap.Length));
        for (int i = 0; i < rows.Count; i++)
        {
            string[] row = rows[i];
            string line = string.Join(
                Gap, row[0].PadRight(widths[0]), row[1].PadRight(widths[1]), row[2].PadRight(widths[2]), row[3].PadLeft(widths[3]));
            text.AppendLine(line.TrimEnd());
            if (i == 0)
                text.AppendLine(rule);
        }

        text.AppendLine(rule).Append(CultureInfo.InvariantCulture, $"{all:N0} parameters");
        if (frozen > 0)
            text.Append(CultureInfo.InvariantCulture, $", {frozen:N0} of them frozen");
        return text.AppendLine().ToString();
    }

    private static void AddRows(Module module, string path, ref Shape shape, List<string[]> rows)
    {
        if (module is Sequential sequence)
        {
            foreach (Module child in sequence.Children)
                AddRows(child, path.Length == 0 ? child.Name : $"{path}.{child.Name}", ref shape, rows);
            return;
        }

        Shape input = shape;
        shape = module.OutputShape(shape);
        Sequential[] inner = [.. module.Children.OfType<Sequential>()];
        int count = Count(module, frozen: null) - inner.Sum(body => Count(body, frozen: null));
        rows.Add([path, module.Description, Batch(shape), count == 0 ? "" : count.ToString("N0", CultureInfo.InvariantCulture)]);
        foreach (Sequential body in inner)
        {
            Shape within = module.ChildInput(body, input);
            AddRows(body, path.Length == 0 ? body.Name : $"{path}.{body.Name}", ref within, rows);
        }
    }

    /// <summary>(1, 784) as (N, 784).</summary>
    private static string Batch(Shape shape) => $"(N{string.Concat(shape.Skip(1).Select(size => $", {size}"))})";

    private static int Count(Module module, bool? frozen) =>
        module.Parameters().Where(p => frozen == null || frozen == !p.RequiresGrad).Sum(p => p.Length);
}
