using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// C = op(A) · op(B) of two matrices, op transposing or not. Shapes: op(A) (M, K), op(B) (K, N), C (M, N).
/// <para>
/// From C = A·B follows dA = dC·Bᵀ and dB = Aᵀ·dC. If A was stored transposed, dA must be too, and (dC·Bᵀ)ᵀ = B·dCᵀ: the same product
/// with the factors exchanged and every flag inverted.
/// </para>
/// </summary>
internal static class MatMulOp
{
    public static Tensor Apply(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        if (a.Rank != 2 || b.Rank != 2)
            return MatMulBatchesOp.Apply(a, b, transposeA, transposeB);
        Tensor c = Product(a, b, transposeA, transposeB);
        c.Trace?.Note(("transposeA", transposeA), ("transposeB", transposeB));
        return c.Record("MatMul", [a, b], dc =>
        [
            !BackwardPass.Wants(a) ? null
                : transposeA ? GradientOf(a, b, dc, transposeB, true) : GradientOf(a, dc, b, false, !transposeB),
            !BackwardPass.Wants(b) ? null
                : transposeB ? GradientOf(b, dc, a, true, transposeA) : GradientOf(b, a, dc, !transposeA, false),
        ]);
    }

    /// <summary>
    /// The gradient of <paramref name="factor"/> as the product of two others. For a parameter it is written (or added) directly to the
    /// parameter's gradient, and nothing is returned.
    /// </summary>
    public static Tensor? GradientOf(Tensor factor, Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        if (!BackwardPass.MayWriteInto(factor))
            return Apply(a, b, transposeA, transposeB);
        MatMul sizes = Sizes(a.Shape, b.Shape, transposeA, transposeB);
        Devices.BufferView slot = factor.TakeGradientSlot(out bool accumulate);
        (sizes with { Accumulate = accumulate }).Run(a.View, b.View, slot);
        return null;
    }

    /// <summary>The sizes from two matrices' shapes.</summary>
    public static MatMul Sizes(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        (int M, int K) = transposeA ? (a[1], a[0]) : (a[0], a[1]);
        (int L, int N) = transposeB ? (b[1], b[0]) : (b[0], b[1]);
        if (K != L)
            throw new ShapeException(
                $"MatMul: the inner sizes must agree, got {K} and {L} from {a}{(transposeA ? "ᵀ" : "")} and {b}{(transposeB ? "ᵀ" : "")}.");
        return new MatMul(M, N, K, transposeA, transposeB);
    }

    private static Tensor Product(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        MatMul sizes = Sizes(a.Shape, b.Shape, transposeA, transposeB);
        Tensor c = Tensor.Allocate(a.Device, [sizes.M, sizes.N]);
        sizes.Run(a.View, b.View, c.View);
        return c;
    }
}
