using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The last layer of a generator of rows, (N, W) → (N, W): tanh of the positions of numbers, and a softmax over the positions of each
/// category. A sample's category is its largest position.
/// </summary>
public sealed class RowOutput(DataColumns columns) : Module
{
    private readonly int[] groups = [.. columns.Groups];

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        var parts = new List<Tensor>();
        int at = columns.Numbers;
        if (at > 0)
            parts.Add(x.Slice(1, 0, at).Tanh());
        foreach (int width in groups)
        {
            parts.Add(x.Slice(1, at, width).Softmax());
            at += width;
        }

        return parts.Count == 1 ? parts[0] : Tensor.Concat([.. parts], 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == columns.Width ? input : throw WrongInput($"(N, {columns.Width})", input);
}
