using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>scale · Σ over any axes; the mean is a sum with scale 1/n. No axes given: over all of them.</summary>
internal static class SumOp
{
    public static Tensor Apply(Tensor x, int[] axes, bool keepDims, float scale = 1)
    {
        Tensor y = ReduceAxes.Run<SumReduction>(x, axes, scale, out Shape kept);
        y = keepDims ? y : y.Alias(ReduceAxes.Without(x.Shape, axes));
        return y.Record("Sum", [x], dy =>
        {
            Tensor spread = dy.Reshape(kept).BroadcastTo(x.Shape);
            return [scale == 1 ? spread : spread * scale];
        });
    }

    public static Tensor Mean(Tensor x, int[] axes, bool keepDims) =>
        Apply(x, axes, keepDims, 1f / Math.Max(ReduceAxes.Count(x.Shape, axes), 1));
}
