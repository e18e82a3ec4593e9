using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Ops;

/// <summary>y = a where the condition is not 0, else b. Shape: all three broadcast. No gradient to the condition.</summary>
internal static class WhereOp
{
    public static Tensor Apply(Tensor condition, Tensor a, Tensor b)
    {
        Shape shape = Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape, "Where"), condition.Shape, "Where");
        Tensor mask = condition.BroadcastTo(shape), whenTrue = a.BroadcastTo(shape), whenFalse = b.BroadcastTo(shape);
        Tensor y = Tensor.Allocate(a.Device, shape);
        Select.Run(mask.View, whenTrue.View, whenFalse.View, y.View);
        y.Trace?.Note(("condition", mask));
        return y.Record("Where", [whenTrue, whenFalse], dy =>
        [
            BackwardPass.Wants(whenTrue) ? Apply(mask, dy, Tensor.Scalar(dy.Device, 0)) : null,
            BackwardPass.Wants(whenFalse) ? Apply(mask, Tensor.Scalar(dy.Device, 0), dy) : null,
        ]);
    }
}
