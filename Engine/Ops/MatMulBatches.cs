using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Products of higher rank: C[i] = op(A[i]) · op(B[i]) for every matrix i of a batch, the leading axes broadcasting. Shapes: op(A)
/// (…, M, K), op(B) (…, K, N), C (…, M, N). Gradients as for <see cref="MatMulOp"/>, matrix by matrix.
/// </summary>
internal static class MatMulBatchesOp
{
    public static Tensor Apply(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ShapeException(
                $"MatMul needs two matrices, or batches of them, (…, M, K) and (…, K, N), got shapes {a.Shape} and {b.Shape}.");
        }

        // One matrix for the whole batch: the rows of a batch are the rows of one tall matrix.
        if (b.Rank == 2 && !transposeA)
        {
            Tensor rows = a.Reshape(a.Shape.Product(0, a.Rank - 1), a.Shape[-1]);
            Tensor product = MatMulOp.Apply(rows, b, false, transposeB);
            return product.Reshape(a.Shape.With(a.Rank - 1, product.Shape[1]));
        }

        Shape batch = Shape.Broadcast(Leading(a.Shape), Leading(b.Shape), "MatMul");
        Tensor c = Product(Batch(a, batch), Batch(b, batch), transposeA, transposeB);
        return c.Reshape(Shape.Create([.. batch.ToArray(), c.Shape[1], c.Shape[2]]));
    }

    /// <summary>The product of operands of shape (B, …, …) each.</summary>
    private static Tensor Product(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        int count = a.Shape[0];
        MatMul sizes = MatMulOp.Sizes([a.Shape[1], a.Shape[2]], [b.Shape[1], b.Shape[2]], transposeA, transposeB);
        Tensor c = Tensor.Allocate(a.Device, [count, sizes.M, sizes.N]);
        BufferView from = a.View, with = b.View, to = c.View;
        (int strideA, int strideB, int strideC) = (sizes.M * sizes.K, sizes.K * sizes.N, sizes.M * sizes.N);
        for (int i = 0; i < count; i++)
        {
            sizes.Run(
                from.Slice(i * strideA, strideA), with.Slice(i * strideB, strideB), to.Slice(i * strideC, strideC));
        }

        c.Trace?.Note(("transposeA", transposeA), ("transposeB", transposeB));
        return c.Record("MatMulBatches", [a, b], dc =>
        [
            !BackwardPass.Wants(a) ? null
                : transposeA ? Product(b, dc, transposeB, true) : Product(dc, b, false, !transposeB),
            !BackwardPass.Wants(b) ? null
                : transposeB ? Product(dc, a, true, transposeA) : Product(a, dc, !transposeA, false),
        ]);
    }

    private static Shape Leading(Shape shape) => Shape.Create(shape.ToArray().AsSpan()[..^2]);

    private static Tensor Batch(Tensor x, Shape batch)
    {
        Tensor repeated = x.BroadcastTo(Shape.Create([.. batch.ToArray(), x.Shape[-2], x.Shape[-1]]));
        return repeated.Reshape(Shape.Create([batch.Size, x.Shape[-2], x.Shape[-1]]));
    }
}
