using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>Σ / divisor over any axes; the mean is a sum divided by n. Without axes: over all of them.</summary>
internal static class SumOp
{
    public static Tensor Apply(Tensor x, int[] axes, bool keepDims, int divisor = 1)
    {
        Tensor y = ReduceAxes.Run<SumReduction>(x, axes, divisor, out Shape kept);
        y = keepDims ? y : y.Alias(ReduceAxes.Without(x.Shape, axes));
        y.Trace?.Note(("axes", ReduceAxes.Listed(x.Shape, axes)), ("keepDims", keepDims), ("divisor", divisor));
        return y.Record("Sum", [x], dy =>
        {
            Tensor share = divisor == 1 ? dy : dy / divisor;
            return [share.Reshape(kept).BroadcastTo(x.Shape)];
        });
    }

    public static Tensor Mean(Tensor x, int[] axes, bool keepDims) =>
        Apply(x, axes, keepDims, Math.Max(ReduceAxes.Count(x.Shape, axes), 1));
}
