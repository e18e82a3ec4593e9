using GanFromScratch.Engine.Kernels.Reduce;

namespace GanFromScratch.Engine.Ops;

/// <summary>The maximum or minimum over any axes. Equal extremes share the gradient evenly, as in torch.amax and amin.</summary>
internal static class ExtremumOp
{
    public static Tensor Apply<TReduction>(Tensor x, int[] axes, bool keepDims)
        where TReduction : unmanaged, IReduction
    {
        if (x.Length == 0)
            throw new ShapeException($"Max and Min need at least one element, got shape {x.Shape}.");
        Tensor y = ReduceAxes.Run<TReduction>(x, axes, 1, out Shape kept);
        y = keepDims ? y : y.Alias(ReduceAxes.Without(x.Shape, axes));
        y.Trace?.Note(("axes", ReduceAxes.Listed(x.Shape, axes)), ("keepDims", keepDims));
        return y.Record(typeof(TReduction) == typeof(MaxReduction) ? "Max" : "Min", [x], dy =>
        {
            // The mask of the elements that attain the extremum is piecewise constant, so it has no gradient.
            Tensor attained = x.Detach().EqualTo(y.Detach().Reshape(kept));
            return [attained / attained.Sum(axes, keepDims: true) * dy.Reshape(kept)];
        });
    }
}
