using GanFromScratch.Engine.Kernels.OneHot;

namespace GanFromScratch.Engine.Ops;

/// <summary>Rows with a single 1, at the index of the row. Shape: (…) becomes (…, classes). No gradient. An invalid index is an error or,
/// where the host cannot see it, gives a row of NaN (<see cref="OneHot"/>).</summary>
internal static class OneHotOp
{
    public static Tensor Apply(Tensor indices, int classes)
    {
        if (classes < 1)
            throw new ShapeException($"OneHot needs at least one class, got {classes}.");
        Tensor y = Tensor.Allocate(indices.Device, Shape.Create([.. indices.Shape.ToArray(), classes]));
        new OneHot(indices.Length, classes).Run(indices.View, y.View);
        y.Device.Observer?.EndOp("OneHot", [indices], y, null);
        return y;
    }
}
