using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Packs rows that lie far apart in memory (channels, images) into lanes of a register, and unpacks them: transpositions in registers, in
/// blocks of 8 × 4 or 4 × 4.
/// </summary>
internal static unsafe class Conv2dPacking
{
    // So many columns are finished in all their lanes before the next ones: their target lines, perhaps all in one cache set, are written
    // completely before they are evicted.
    private const int ColumnsAtOnce = 8;

    /// <summary>
    /// target[column · distance + lane] = source[lane · stride + column]. Lanes from <paramref name="rows"/> on repeat the last row: they
    /// must be finite numbers, and their results are discarded.
    /// </summary>
    public static void ToLanes(float* source, nint stride, int rows, int columns, float* target, int width, nint distance)
    {
        for (int column = 0; column < columns; column += ColumnsAtOnce)
        {
            int count = Math.Min(ColumnsAtOnce, columns - column);
            float* from = source + column, to = target + (column * distance);
            int lane = 0;
            for (; lane + 8 <= width; lane += 8)
                MatMulPacking.TransposeEightLanes(from, stride, lane, rows - 1, count, to + lane, distance);
            for (; lane + 4 <= width; lane += 4)
                FourLanes(from, stride, lane, rows - 1, count, to + lane, distance);
            for (; lane < width; lane++)
            {
                float* row = from + (Math.Min(lane, rows - 1) * stride);
                for (int i = 0; i < count; i++)
                    to[(i * distance) + lane] = row[i];
            }
        }
    }

    /// <summary>The inverse, target[lane · stride + column] = source[column · width + lane], for the lanes that exist.</summary>
    public static void FromLanes(float* source, int width, int lanes, int columns, float* target, nint stride)
    {
        int lane = 0;
        if (Avx.IsSupported)
        {
            for (; lane < lanes; lane += 4)
                FourRows(source + lane, width, Math.Min(lanes - lane, 4), columns, target + (lane * stride), stride);
        }

        for (; lane < lanes; lane++)
        {
            for (int column = 0; column < columns; column++)
                target[(lane * stride) + column] = source[(column * width) + lane];
        }
    }

    /// <summary>
    /// Eight columns become one register of each row. The last few are stored under a mask, so that nothing beyond the row's end is
    /// written; the last column is loaded again in their place.
    /// </summary>
    private static void FourRows(float* source, int width, int rows, int columns, float* target, nint stride)
    {
        Vector256<float> all = Vector256<float>.AllBitsSet;
        int column = 0;
        for (float* p = source; column + 8 <= columns; column += 8, p += 8 * width, target += 8)
        {
            float* q = p + (4 * width);
            EightColumns(
                Pair(p, q), Pair(p + width, q + width), Pair(p + (2 * width), q + (2 * width)), Pair(p + (3 * width), q + (3 * width)),
                rows, target, stride, masked: false, all);
        }

        if (column < columns)
        {
            int last = columns - 1;
            Vector256<float> exist = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(columns - column)).AsSingle();
            EightColumns(
                Pair(At(column), At(column + 4)), Pair(
                    At(column + 1), At(column + 5)), Pair(At(column + 2), At(column + 6)), Pair(At(column + 3), At(column + 7)),
                rows, target, stride, masked: true, exist);

            float* At(int i) => source + (Math.Min(i, last) * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightColumns(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        int rows, float* target, nint stride, bool masked, Vector256<float> mask)
    {
        Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble(), t1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble(), t3 = Avx.UnpackHigh(r2, r3).AsDouble();
        Store(Avx.UnpackLow(t0, t2).AsSingle(), target, masked, mask);
        if (rows > 1)
            Store(Avx.UnpackHigh(t0, t2).AsSingle(), target + stride, masked, mask);
        if (rows > 2)
            Store(Avx.UnpackLow(t1, t3).AsSingle(), target + (2 * stride), masked, mask);
        if (rows > 3)
            Store(Avx.UnpackHigh(t1, t3).AsSingle(), target + (3 * stride), masked, mask);
    }

    /// <summary>
    /// <c>MatMulPacking.TransposeEightLanes</c> at half its width, for panels of 12 rows: the next column's lanes are not written.
    /// </summary>
    private static void FourLanes(float* source, nint stride, int lane, int last, int k, float* target, nint distance)
    {
        float* p0 = source + (Math.Min(lane, last) * stride), p1 = source + (Math.Min(lane + 1, last) * stride);
        float* p2 = source + (Math.Min(lane + 2, last) * stride), p3 = source + (Math.Min(lane + 3, last) * stride);
        int column = 0;
        if (Sse.IsSupported)
        {
            for (; column + 4 <= k; column += 4, target += 4 * distance)
            {
                Vector128<float> r0 = Vector128.Load(p0 + column), r1 = Vector128.Load(p1 + column);
                Vector128<float> r2 = Vector128.Load(p2 + column), r3 = Vector128.Load(p3 + column);
                Vector128<float> t0 = Sse.UnpackLow(r0, r1), t1 = Sse.UnpackHigh(r0, r1), t2 = Sse.UnpackLow(r2, r3),
                t3 = Sse.UnpackHigh(r2, r3);
                Sse.MoveLowToHigh(t0, t2).Store(target);
                Sse.MoveHighToLow(t2, t0).Store(target + distance);
                Sse.MoveLowToHigh(t1, t3).Store(target + (2 * distance));
                Sse.MoveHighToLow(t3, t1).Store(target + (3 * distance));
            }
        }

        for (; column < k; column++, target += distance)
            (target[0], target[1], target[2], target[3]) = (p0[column], p1[column], p2[column], p3[column]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* low, float* high) => Vector256.Create(Vector128.Load(low), Vector128.Load(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, float* target, bool masked, Vector256<float> mask)
    {
        if (masked)
            Avx.MaskStore(target, mask, value);
        else
            value.Store(target);
    }
}
