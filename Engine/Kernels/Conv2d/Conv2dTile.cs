using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="MatMulTile"/> for products that are not contiguous: a <see cref="StridedSum"/> gives it piece after piece while its
/// accumulators stay in registers. So a convolution reads the packed image directly (implicit GEMM), where a matrix product would need a
/// copy of every patch (im2col). The multiply-adds of 12 and of 6 rows are <see cref="MatMulTile"/>'s. A matrix product is the case of one
/// piece, but has loops of its own: with the loops over pieces around them, a product of 1024 × 1024 × 1024 took 5 % longer.
/// <para>
/// If a panel is not full, 4 or 8 of the 12 rows of the large tile are computed rather than all: channel counts are powers of two, and 64
/// is 5 · 12 + 4. A single row (images of one channel) has a tile of its own: see <see cref="Tile1"/>.
/// </para>
/// </summary>
internal static unsafe class Conv2dTile
{
    /// <summary>C = Σ A · B, or C += Σ A · B, on the first <paramref name="rows"/> rows (or somewhat more) of a tile.</summary>
    public static void Run<L>(int rows, StridedSum sum, float* a, float* b, float* c, nint stride, bool add)
        where L : unmanaged, ILanes<L>
    {
        if (rows == 1)
        {
            Tile1<L>(sum, MatMulTile.Rows<L>(), a, b, c, add);
        }
        else if (L.Count == 16)
        {
            if (rows > 8)
                Tile12<Vector512<float>, Register512>(sum, a, b, c, stride, add);
            else if (rows > 4)
                Tile8<Vector512<float>, Register512>(sum, a, b, c, stride, add);
            else
                Tile4<Vector512<float>, Register512>(sum, a, b, c, stride, add);
        }
        else if (L.Count == 8)
        {
            Tile6<Vector256<float>, Register256>(sum, a, b, c, stride, add);
        }
        else
        {
            Tile6<Vector128<float>, Register128>(sum, a, b, c, stride, add);
        }
    }

    /// <summary>
    /// One row. Two sums would wait for each other's additions, so there are four pairs of partial sums, each over every fourth product of
    /// a piece, folded at the end.
    /// </summary>
    private static void Tile1<L>(StridedSum sum, int panel, float* a, float* b, float* c, bool add)
        where L : unmanaged, ILanes<L>
    {
        L c0L = L.Zero, c0R = L.Zero, c1L = L.Zero, c1R = L.Zero, c2L = L.Zero, c2R = L.Zero, c3L = L.Zero, c3R = L.Zero;
        for (int y = 0; y < sum.CountY; y++)
        {
            float* pieceA = a + (y * sum.AY), pieceB = b + (y * sum.BY);
            for (int x = 0; x < sum.CountX; x++, pieceA += sum.AX, pieceB += sum.BX)
            {
                float* pa = pieceA, pb = pieceB;
                int k = sum.K;
                for (; k >= 4; k -= 4, pa += 4 * panel, pb += 8 * L.Count)
                {
                    L a0 = L.Broadcast(pa[0]), a1 = L.Broadcast(pa[panel]), a2 = L.Broadcast(pa[2 * panel]),
                    a3 = L.Broadcast(pa[3 * panel]);
                    c0L = L.MultiplyAdd(a0, L.Load(pb), c0L);
                    c0R = L.MultiplyAdd(a0, L.Load(pb + L.Count), c0R);
                    c1L = L.MultiplyAdd(a1, L.Load(pb + (2 * L.Count)), c1L);
                    c1R = L.MultiplyAdd(a1, L.Load(pb + (3 * L.Count)), c1R);
                    c2L = L.MultiplyAdd(a2, L.Load(pb + (4 * L.Count)), c2L);
                    c2R = L.MultiplyAdd(a2, L.Load(pb + (5 * L.Count)), c2R);
                    c3L = L.MultiplyAdd(a3, L.Load(pb + (6 * L.Count)), c3L);
                    c3R = L.MultiplyAdd(a3, L.Load(pb + (7 * L.Count)), c3R);
                }

                for (; k > 0; k--, pa += panel, pb += 2 * L.Count)
                {
                    L value = L.Broadcast(*pa);
                    c0L = L.MultiplyAdd(value, L.Load(pb), c0L);
                    c0R = L.MultiplyAdd(value, L.Load(pb + L.Count), c0R);
                }
            }
        }

        L left = (c0L + c1L) + (c2L + c3L), right = (c0R + c1R) + (c2R + c3R);
        (add ? L.Load(c) + left : left).Store(c);
        (add ? L.Load(c + L.Count) + right : right).Store(c + L.Count);
    }

    private static void Tile12<V, R>(StridedSum sum, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero, c3L = R.Zero, c3R = R.Zero, c4L = R.Zero,
        c4R = R.Zero, c5L = R.Zero, c5R = R.Zero;
        V c6L = R.Zero, c6R = R.Zero, c7L = R.Zero, c7R = R.Zero, c8L = R.Zero, c8R = R.Zero, c9L = R.Zero, c9R = R.Zero, c10L = R.Zero,
        c10R = R.Zero, c11L = R.Zero, c11R = R.Zero;
        for (int y = 0; y < sum.CountY; y++)
        {
            float* pieceA = a + (y * sum.AY), pieceB = b + (y * sum.BY);
            for (int x = 0; x < sum.CountX; x++, pieceA += sum.AX, pieceB += sum.BX)
            {
                float* pa = pieceA, pb = pieceB;
                int k = sum.K;
                for (; k >= 4; k -= 4, pa += 4 * 12, pb += 8 * R.Count)
                {
                    MatMulTile.Step12<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                    MatMulTile.Step12<V, R>(1, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                    MatMulTile.Step12<V, R>(2, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                    MatMulTile.Step12<V, R>(3, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                }

                for (; k > 0; k--, pa += 12, pb += 2 * R.Count)
                {
                    MatMulTile.Step12<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
                }
            }
        }

        MatMulTile.Write<V, R>(c0L, c0R, c, add);
        MatMulTile.Write<V, R>(c1L, c1R, c + stride, add);
        MatMulTile.Write<V, R>(c2L, c2R, c + (2 * stride), add);
        MatMulTile.Write<V, R>(c3L, c3R, c + (3 * stride), add);
        MatMulTile.Write<V, R>(c4L, c4R, c + (4 * stride), add);
        MatMulTile.Write<V, R>(c5L, c5R, c + (5 * stride), add);
        MatMulTile.Write<V, R>(c6L, c6R, c + (6 * stride), add);
        MatMulTile.Write<V, R>(c7L, c7R, c + (7 * stride), add);
        MatMulTile.Write<V, R>(c8L, c8R, c + (8 * stride), add);
        MatMulTile.Write<V, R>(c9L, c9R, c + (9 * stride), add);
        MatMulTile.Write<V, R>(c10L, c10R, c + (10 * stride), add);
        MatMulTile.Write<V, R>(c11L, c11R, c + (11 * stride), add);
    }

    private static void Tile8<V, R>(StridedSum sum, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero, c3L = R.Zero, c3R = R.Zero, c4L = R.Zero,
        c4R = R.Zero, c5L = R.Zero, c5R = R.Zero;
        V c6L = R.Zero, c6R = R.Zero, c7L = R.Zero, c7R = R.Zero;
        for (int y = 0; y < sum.CountY; y++)
        {
            float* pieceA = a + (y * sum.AY), pieceB = b + (y * sum.BY);
            for (int x = 0; x < sum.CountX; x++, pieceA += sum.AX, pieceB += sum.BX)
            {
                float* pa = pieceA, pb = pieceB;
                int k = sum.K;
                for (; k >= 4; k -= 4, pa += 4 * 12, pb += 8 * R.Count)
                {
                    Step8<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R);
                    Step8<V, R>(1, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R);
                    Step8<V, R>(2, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R);
                    Step8<V, R>(3, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R);
                }

                for (; k > 0; k--, pa += 12, pb += 2 * R.Count)
                {
                    Step8<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                        ref c6L, ref c6R, ref c7L, ref c7R);
                }
            }
        }

        MatMulTile.Write<V, R>(c0L, c0R, c, add);
        MatMulTile.Write<V, R>(c1L, c1R, c + stride, add);
        MatMulTile.Write<V, R>(c2L, c2R, c + (2 * stride), add);
        MatMulTile.Write<V, R>(c3L, c3R, c + (3 * stride), add);
        MatMulTile.Write<V, R>(c4L, c4R, c + (4 * stride), add);
        MatMulTile.Write<V, R>(c5L, c5R, c + (5 * stride), add);
        MatMulTile.Write<V, R>(c6L, c6R, c + (6 * stride), add);
        MatMulTile.Write<V, R>(c7L, c7R, c + (7 * stride), add);
    }

    /// <summary>Step u of the four, in the first 8 of 12 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step8<V, R>(int u, float* a, float* b,
        ref V c0L, ref V c0R, ref V c1L, ref V c1R, ref V c2L, ref V c2R, ref V c3L, ref V c3R,
        ref V c4L, ref V c4R, ref V c5L, ref V c5R, ref V c6L, ref V c6R, ref V c7L, ref V c7R)
        where R : IRegister<V>
    {
        V left = R.Load(b + (2 * u * R.Count)), right = R.Load(b + (((2 * u) + 1) * R.Count)), x;
        x = R.Broadcast(a[(12 * u) + 0]);
        c0L = R.MultiplyAdd(x, left, c0L);
        c0R = R.MultiplyAdd(x, right, c0R);
        x = R.Broadcast(a[(12 * u) + 1]);
        c1L = R.MultiplyAdd(x, left, c1L);
        c1R = R.MultiplyAdd(x, right, c1R);
        x = R.Broadcast(a[(12 * u) + 2]);
        c2L = R.MultiplyAdd(x, left, c2L);
        c2R = R.MultiplyAdd(x, right, c2R);
        x = R.Broadcast(a[(12 * u) + 3]);
        c3L = R.MultiplyAdd(x, left, c3L);
        c3R = R.MultiplyAdd(x, right, c3R);
        x = R.Broadcast(a[(12 * u) + 4]);
        c4L = R.MultiplyAdd(x, left, c4L);
        c4R = R.MultiplyAdd(x, right, c4R);
        x = R.Broadcast(a[(12 * u) + 5]);
        c5L = R.MultiplyAdd(x, left, c5L);
        c5R = R.MultiplyAdd(x, right, c5R);
        x = R.Broadcast(a[(12 * u) + 6]);
        c6L = R.MultiplyAdd(x, left, c6L);
        c6R = R.MultiplyAdd(x, right, c6R);
        x = R.Broadcast(a[(12 * u) + 7]);
        c7L = R.MultiplyAdd(x, left, c7L);
        c7R = R.MultiplyAdd(x, right, c7R);
    }

    private static void Tile4<V, R>(StridedSum sum, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero, c3L = R.Zero, c3R = R.Zero;
        for (int y = 0; y < sum.CountY; y++)
        {
            float* pieceA = a + (y * sum.AY), pieceB = b + (y * sum.BY);
            for (int x = 0; x < sum.CountX; x++, pieceA += sum.AX, pieceB += sum.BX)
            {
                float* pa = pieceA, pb = pieceB;
                int k = sum.K;
                for (; k >= 4; k -= 4, pa += 4 * 12, pb += 8 * R.Count)
                {
                    Step4<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R);
                    Step4<V, R>(1, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R);
                    Step4<V, R>(2, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R);
                    Step4<V, R>(3, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R);
                }

                for (; k > 0; k--, pa += 12, pb += 2 * R.Count)
                {
                    Step4<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R);
                }
            }
        }

        MatMulTile.Write<V, R>(c0L, c0R, c, add);
        MatMulTile.Write<V, R>(c1L, c1R, c + stride, add);
        MatMulTile.Write<V, R>(c2L, c2R, c + (2 * stride), add);
        MatMulTile.Write<V, R>(c3L, c3R, c + (3 * stride), add);
    }

    /// <summary>Step u of the four, in the first 4 of 12 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step4<V, R>(int u, float* a, float* b,
        ref V c0L, ref V c0R, ref V c1L, ref V c1R, ref V c2L, ref V c2R, ref V c3L, ref V c3R)
        where R : IRegister<V>
    {
        V left = R.Load(b + (2 * u * R.Count)), right = R.Load(b + (((2 * u) + 1) * R.Count)), x;
        x = R.Broadcast(a[(12 * u) + 0]);
        c0L = R.MultiplyAdd(x, left, c0L);
        c0R = R.MultiplyAdd(x, right, c0R);
        x = R.Broadcast(a[(12 * u) + 1]);
        c1L = R.MultiplyAdd(x, left, c1L);
        c1R = R.MultiplyAdd(x, right, c1R);
        x = R.Broadcast(a[(12 * u) + 2]);
        c2L = R.MultiplyAdd(x, left, c2L);
        c2R = R.MultiplyAdd(x, right, c2R);
        x = R.Broadcast(a[(12 * u) + 3]);
        c3L = R.MultiplyAdd(x, left, c3L);
        c3R = R.MultiplyAdd(x, right, c3R);
    }

    private static void Tile6<V, R>(StridedSum sum, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero, c3L = R.Zero, c3R = R.Zero, c4L = R.Zero,
        c4R = R.Zero, c5L = R.Zero, c5R = R.Zero;
        for (int y = 0; y < sum.CountY; y++)
        {
            float* pieceA = a + (y * sum.AY), pieceB = b + (y * sum.BY);
            for (int x = 0; x < sum.CountX; x++, pieceA += sum.AX, pieceB += sum.BX)
            {
                float* pa = pieceA, pb = pieceB;
                int k = sum.K;
                for (; k >= 4; k -= 4, pa += 4 * 6, pb += 8 * R.Count)
                {
                    MatMulTile.Step6<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                    MatMulTile.Step6<V, R>(1, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                    MatMulTile.Step6<V, R>(2, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                    MatMulTile.Step6<V, R>(3, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                }

                for (; k > 0; k--, pa += 6, pb += 2 * R.Count)
                {
                    MatMulTile.Step6<V, R>(0, pa, pb,
                        ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
                }
            }
        }

        MatMulTile.Write<V, R>(c0L, c0R, c, add);
        MatMulTile.Write<V, R>(c1L, c1R, c + stride, add);
        MatMulTile.Write<V, R>(c2L, c2R, c + (2 * stride), add);
        MatMulTile.Write<V, R>(c3L, c3R, c + (3 * stride), add);
        MatMulTile.Write<V, R>(c4L, c4R, c + (4 * stride), add);
        MatMulTile.Write<V, R>(c5L, c5R, c + (5 * stride), add);
    }
}
