using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// The microkernel: a register tile of C, some rows × 2 vectors, while k runs over a packed panel of A (per step: one float per row,
/// broadcast) and one of B (per step: 2 vectors). Nearly all of a product's time is spent here, and nearly all of that in loads,
/// broadcasts and fused multiply-adds with nothing in between.
/// <para>
/// 16 registers (SSE, AVX2) hold 6 rows: 12 accumulators, 2 vectors of B, 1 float of A. 32 registers (AVX-512) hold 12: 24 + 2 + 1.
/// </para>
/// <para>
/// Two things are for the just-in-time compiler. Accumulators are named locals, because an array would live in memory; c2L is the left
/// vector of row 2. The loop is unrolled by four steps (the steps are inlined, their references to locals vanish), because counting and
/// branching take issue slots that are scarce while another hyperthread on the core is busy: they would cost a tenth.
/// </para>
/// </summary>
internal static unsafe class MatMulTile
{
    public const int MaxRows = 12;

    /// <summary>Floats of the largest tile: 12 rows × 2 vectors of 16.</summary>
    public const int MaxFloats = MaxRows * 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows<L>()
        where L : unmanaged, ILanes<L> =>
        L.Count == 16 ? 12 : 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Columns<L>()
        where L : unmanaged, ILanes<L> =>
        2 * L.Count;

    /// <summary>C = A · B, or C += A · B, on one tile of C with a row stride of <paramref name="stride"/> floats.</summary>
    public static void Run<L>(int k, float* a, float* b, float* c, nint stride, bool add)
        where L : unmanaged, ILanes<L>
    {
        // C is read at the end only, so its lines (a row may touch two) are prefetched here.
        if (Sse.IsSupported)
        {
            for (int r = 0; r < Rows<L>(); r++)
            {
                Sse.Prefetch0(c + (r * stride));
                Sse.Prefetch0(c + (r * stride) + (2 * L.Count) - 1);
            }
        }

        if (L.Count == 16)
            Tile12<Vector512<float>, Register512>(k, a, b, c, stride, add);
        else if (L.Count == 8)
            Tile6<Vector256<float>, Register256>(k, a, b, c, stride, add);
        else
            Tile6<Vector128<float>, Register128>(k, a, b, c, stride, add);
    }

    private static void Tile6<V, R>(int k, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero,
          c3L = R.Zero, c3R = R.Zero, c4L = R.Zero, c4R = R.Zero, c5L = R.Zero, c5R = R.Zero;
        for (; k >= 4; k -= 4, a += 4 * 6, b += 8 * R.Count)
        {
            Step6<V, R>(0, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
            Step6<V, R>(1, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
            Step6<V, R>(2, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
            Step6<V, R>(3, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
        }

        for (; k > 0; k--, a += 6, b += 2 * R.Count)
        {
            Step6<V, R>(0, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R);
        }

        Write<V, R>(c0L, c0R, c, add);
        Write<V, R>(c1L, c1R, c + stride, add);
        Write<V, R>(c2L, c2R, c + (2 * stride), add);
        Write<V, R>(c3L, c3R, c + (3 * stride), add);
        Write<V, R>(c4L, c4R, c + (4 * stride), add);
        Write<V, R>(c5L, c5R, c + (5 * stride), add);
    }

    /// <summary>Step u of the four: 12 multiply-adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step6<V, R>(int u, float* a, float* b,
        ref V c0L, ref V c0R, ref V c1L, ref V c1R, ref V c2L, ref V c2R,
        ref V c3L, ref V c3R, ref V c4L, ref V c4R, ref V c5L, ref V c5R)
        where R : IRegister<V>
    {
        V left = R.Load(b + (2 * u * R.Count)), right = R.Load(b + (((2 * u) + 1) * R.Count)), x;
        x = R.Broadcast(a[(6 * u) + 0]);
        c0L = R.MultiplyAdd(x, left, c0L);
        c0R = R.MultiplyAdd(x, right, c0R);
        x = R.Broadcast(a[(6 * u) + 1]);
        c1L = R.MultiplyAdd(x, left, c1L);
        c1R = R.MultiplyAdd(x, right, c1R);
        x = R.Broadcast(a[(6 * u) + 2]);
        c2L = R.MultiplyAdd(x, left, c2L);
        c2R = R.MultiplyAdd(x, right, c2R);
        x = R.Broadcast(a[(6 * u) + 3]);
        c3L = R.MultiplyAdd(x, left, c3L);
        c3R = R.MultiplyAdd(x, right, c3R);
        x = R.Broadcast(a[(6 * u) + 4]);
        c4L = R.MultiplyAdd(x, left, c4L);
        c4R = R.MultiplyAdd(x, right, c4R);
        x = R.Broadcast(a[(6 * u) + 5]);
        c5L = R.MultiplyAdd(x, left, c5L);
        c5R = R.MultiplyAdd(x, right, c5R);
    }

    private static void Tile12<V, R>(int k, float* a, float* b, float* c, nint stride, bool add)
        where R : IRegister<V>
    {
        V c0L = R.Zero, c0R = R.Zero, c1L = R.Zero, c1R = R.Zero, c2L = R.Zero, c2R = R.Zero,
          c3L = R.Zero, c3R = R.Zero, c4L = R.Zero, c4R = R.Zero, c5L = R.Zero, c5R = R.Zero;
        V c6L = R.Zero, c6R = R.Zero, c7L = R.Zero, c7R = R.Zero, c8L = R.Zero, c8R = R.Zero,
          c9L = R.Zero, c9R = R.Zero, c10L = R.Zero, c10R = R.Zero, c11L = R.Zero, c11R = R.Zero;
        for (; k >= 4; k -= 4, a += 4 * 12, b += 8 * R.Count)
        {
            Step12<V, R>(0, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
            Step12<V, R>(1, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
            Step12<V, R>(2, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
            Step12<V, R>(3, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
        }

        for (; k > 0; k--, a += 12, b += 2 * R.Count)
        {
            Step12<V, R>(0, a, b,
                ref c0L, ref c0R, ref c1L, ref c1R, ref c2L, ref c2R, ref c3L, ref c3R, ref c4L, ref c4R, ref c5L, ref c5R,
                ref c6L, ref c6R, ref c7L, ref c7R, ref c8L, ref c8R, ref c9L, ref c9R, ref c10L, ref c10R, ref c11L, ref c11R);
        }

        Write<V, R>(c0L, c0R, c, add);
        Write<V, R>(c1L, c1R, c + stride, add);
        Write<V, R>(c2L, c2R, c + (2 * stride), add);
        Write<V, R>(c3L, c3R, c + (3 * stride), add);
        Write<V, R>(c4L, c4R, c + (4 * stride), add);
        Write<V, R>(c5L, c5R, c + (5 * stride), add);
        Write<V, R>(c6L, c6R, c + (6 * stride), add);
        Write<V, R>(c7L, c7R, c + (7 * stride), add);
        Write<V, R>(c8L, c8R, c + (8 * stride), add);
        Write<V, R>(c9L, c9R, c + (9 * stride), add);
        Write<V, R>(c10L, c10R, c + (10 * stride), add);
        Write<V, R>(c11L, c11R, c + (11 * stride), add);
    }

    /// <summary>Step u of the four: 24 multiply-adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step12<V, R>(int u, float* a, float* b,
        ref V c0L, ref V c0R, ref V c1L, ref V c1R, ref V c2L, ref V c2R,
        ref V c3L, ref V c3R, ref V c4L, ref V c4R, ref V c5L, ref V c5R,
        ref V c6L, ref V c6R, ref V c7L, ref V c7R, ref V c8L, ref V c8R,
        ref V c9L, ref V c9R, ref V c10L, ref V c10R, ref V c11L, ref V c11R)
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
        x = R.Broadcast(a[(12 * u) + 8]);
        c8L = R.MultiplyAdd(x, left, c8L);
        c8R = R.MultiplyAdd(x, right, c8R);
        x = R.Broadcast(a[(12 * u) + 9]);
        c9L = R.MultiplyAdd(x, left, c9L);
        c9R = R.MultiplyAdd(x, right, c9R);
        x = R.Broadcast(a[(12 * u) + 10]);
        c10L = R.MultiplyAdd(x, left, c10L);
        c10R = R.MultiplyAdd(x, right, c10R);
        x = R.Broadcast(a[(12 * u) + 11]);
        c11L = R.MultiplyAdd(x, left, c11L);
        c11R = R.MultiplyAdd(x, right, c11R);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<V, R>(V left, V right, float* c, bool add)
        where R : IRegister<V>
    {
        R.Store(add ? R.Add(R.Load(c), left) : left, c);
        R.Store(add ? R.Add(R.Load(c + R.Count), right) : right, c + R.Count);
    }
}
