namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Σ (x − mean)² / (n − correction) over any axes; correction 1 is the unbiased estimate, PyTorch's default. The corrected two-pass
/// algorithm (Chan, Golub, LeVeque 1983): with d = x − m for a rounded mean m it is (Σd² − (Σd)²/n) / (n − correction), so that a large
/// mean loses no digits.
/// </summary>
internal static class VarianceOp
{
    public static Tensor Apply(Tensor x, int[] axes, bool keepDims, int correction)
    {
        int count = ReduceAxes.Count(x.Shape, axes);
        if (count <= correction)
            throw new ShapeException($"Variance of {x.Shape}: {count} elements with correction {correction} leave no degree of freedom.");
        Tensor centred = x - x.Mean(axes, keepDims: true);
        Tensor squares = SumOp.Apply(centred.Square(), axes, keepDims, count - correction);
        Tensor rest = SumOp.Apply(centred, axes, keepDims);
        return squares - (rest.Square() / ((double)count * (count - correction)));
    }
}
