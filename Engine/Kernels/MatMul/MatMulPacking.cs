using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// Packing of an operand. Its <em>lanes</em> are the rows of op(A) or the columns of op(B), its <em>steps</em> are k. A transposition
/// flag only says which of the two is contiguous in memory. So A and B, transposed or not, are two cases and not four:
/// <code>
/// steps contiguous:  A as M×K, B as N×K     lane i, step k at  start[i · steps + k]
/// lanes contiguous:  A as K×M, B as K×N     lane i, step k at  start[k · lanes + i]
/// </code>
/// </summary>
internal readonly unsafe struct PanelSource(float* start, int lanes, int steps, bool stepsContiguous)
{
    public readonly float* Start = start;
    public readonly int Lanes = lanes;
    public readonly int Steps = steps;
    public readonly bool StepsContiguous = stepsContiguous;

    /// <summary>
    /// Packs lanes [lane, lane + count) and steps [step, step + k) into panels of <paramref name="width"/> lanes, one after the other. A
    /// panel holds step after step, each with all its lanes: the order in which a tile reads. The last panel may have padding lanes;
    /// their content is arbitrary (zeros, or the last lane again), and the tile's results for them are discarded.
    /// </summary>
    public void Pack(int lane, int count, int step, int k, int width, float* target)
    {
        if (StepsContiguous)
            MatMulPacking.Transpose(Start + ((nint)lane * Steps) + step, Steps, count, k, width, target);
        else
            MatMulPacking.Copy(Start + ((nint)step * Lanes) + lane, Lanes, count, k, width, target);
    }
}

/// <summary>The two ways to fill a panel: copy if lanes are contiguous, transpose if steps are.</summary>
internal static unsafe class MatMulPacking
{
    /// <summary>Floats that the last panel may write beyond its end: transposition writes 8 lanes where a width of 6 needs fewer.</summary>
    public const int Slack = 8;

    // Four cache lines in a row before the next step, which may lie on another page.
    private const int CopiedAtOnce = 64;

    /// <summary>Lanes contiguous: each step is a copy of <paramref name="width"/> floats. Several panels are filled side by side.</summary>
    public static void Copy(float* source, nint stride, int lanes, int k, int width, float* target)
    {
        int whole = lanes / width * width, group = CopiedAtOnce / width * width;
        for (int begin = 0; begin < whole; begin += group)
        {
            int end = Math.Min(begin + group, whole);
            for (int step = 0; step < k; step++)
            {
                float* from = source + (step * stride) + begin, to = target + ((nint)begin * k) + (step * width);
                for (int lane = begin; lane < end; lane += width, from += width, to += (nint)width * k)
                    CopyLanes(from, to, width);
            }
        }

        if (whole < lanes)
        {
            target += (nint)whole * k;
            for (int step = 0; step < k; step++, target += width)
            {
                for (int i = 0; i < width; i++)
                    target[i] = whole + i < lanes ? source[(step * stride) + whole + i] : 0;
            }
        }
    }

    /// <summary>Steps contiguous: each panel in groups of 8 lanes.</summary>
    public static void Transpose(float* source, nint stride, int lanes, int k, int width, float* target)
    {
        for (int begin = 0; begin < lanes; begin += width, target += (nint)width * k)
        {
            // Downwards: with a width of 12 the upper group spills into lanes that the lower group writes after it.
            for (int lane = (width - 1) & ~7; lane >= 0; lane -= 8)
                TransposeEightLanes(source + (begin * stride), stride, lane, Math.Min(width, lanes - begin) - 1, k, target + lane, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLanes(float* from, float* to, int width)
    {
        int i = 0;
        for (; i + 8 <= width; i += 8)
            Vector256.Load(from + i).Store(to + i);
        if ((width & 4) != 0)
        {
            Vector128.Load(from + i).Store(to + i);
            i += 4;
        }

        if ((width & 2) != 0)
            Vector64.Load(from + i).Store(to + i);
    }

    /// <summary>
    /// Blocks of 8 lanes × 4 steps are transposed in registers. A register r holds 4 steps of one lane and 4 of the lane four further on;
    /// unpacking first by floats, then by pairs of floats, leaves 8 lanes of one step in each:
    /// <code>
    /// r0 = a0 a1 a2 a3 | e0 e1 e2 e3      t0 = a0 b0 a1 b1 | e0 f0 e1 f1      a0 b0 c0 d0 | e0 f0 g0 h0   step 0
    /// r1 = b0 b1 b2 b3 | f0 f1 f2 f3      t1 = a2 b2 a3 b3 | e2 f2 e3 f3      a1 b1 c1 d1 | e1 f1 g1 h1   step 1
    /// </code>
    /// and so on: 8 loads, 8 shuffles and 4 stores for 32 floats. Eight pointers walk along eight rows: as many lines as one set of the
    /// first-level cache holds when rows lie a power of two apart. With a width of 6 two lanes spill into the next step, which is written
    /// afterwards.
    /// </summary>
    internal static void TransposeEightLanes(float* source, nint stride, int lane, int last, int k, float* target, nint width)
    {
        float* p0 = source + (Math.Min(lane, last) * stride), p1 = source + (Math.Min(lane + 1, last) * stride);
        float* p2 = source + (Math.Min(lane + 2, last) * stride), p3 = source + (Math.Min(lane + 3, last) * stride);
        float* p4 = source + (Math.Min(lane + 4, last) * stride), p5 = source + (Math.Min(lane + 5, last) * stride);
        float* p6 = source + (Math.Min(lane + 6, last) * stride), p7 = source + (Math.Min(lane + 7, last) * stride);
        int step = 0;
        if (Avx.IsSupported)
        {
            for (; step + 4 <= k; step += 4)
            {
                Vector256<float> r0 = Pair(p0 + step, p4 + step), r1 = Pair(p1 + step, p5 + step);
                Vector256<float> r2 = Pair(p2 + step, p6 + step), r3 = Pair(p3 + step, p7 + step);
                Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble(), t1 = Avx.UnpackHigh(r0, r1).AsDouble();
                Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble(), t3 = Avx.UnpackHigh(r2, r3).AsDouble();
                Avx.UnpackLow(t0, t2).AsSingle().Store(target);
                Avx.UnpackHigh(t0, t2).AsSingle().Store(target + width);
                Avx.UnpackLow(t1, t3).AsSingle().Store(target + (2 * width));
                Avx.UnpackHigh(t1, t3).AsSingle().Store(target + (3 * width));
                target += 4 * width;
            }
        }

        for (; step < k; step++, target += width)
        {
            for (int i = 0; i < 8 && lane + i < width; i++)
                target[i] = source[(Math.Min(lane + i, last) * stride) + step];
        }
    }

    /// <summary>Four steps of one lane, and of the lane four further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* low, float* high) => Vector256.Create(Vector128.Load(low), Vector128.Load(high));
}
