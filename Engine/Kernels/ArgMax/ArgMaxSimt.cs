using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.ArgMax;

// On a GPU:
// Results       One item per result loops over the middle axis. The best for columns and for short rows.
// Rows          (Inner = 1) One group per row, coalesced access; a tree reduction of value and index together in shared memory.
// On a processor:
// ColumnsAlone  (Inner > 1) One item per strip of 64 columns, the best index beside the best value on the way down.
// RowsAlone     (Inner = 1) One item per row; first the maximum, with 16 running maxima, then the first index that holds it.

/// <summary><see cref="ArgMax"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ArgMaxSimt
{
    private const int Strip = 64;

    public static KernelVersions<ArgMaxLaunch> Gpu() => KernelVersions<ArgMaxLaunch>.Cases([
        new("Results", "one item per result", static (device, in work) =>
            Results(device, Division.Groups(work.Y.Length), work.X, work.Y, work.Sizes.Length, work.Sizes.Inner)),
        new("Rows", "one group per row, value and index folded in shared memory", static (device, in work) =>
            Rows(device, work.Sizes.Outer, work.X, work.Y, work.Sizes.Length),
            Fits: static (in work, _) => work.Sizes.Inner == 1,
            Pays: static (in work, _) => work.Sizes.Length >= SoftmaxSimt.LongRow)]);

    public static KernelVersions<ArgMaxLaunch> Processor() => KernelVersions<ArgMaxLaunch>.Cases([
        new("ColumnsAlone", "one item per strip of 64 columns", static (device, in work) =>
        {
            (int outer, int length, int inner) = work.Sizes;
            int units = outer * Division.Groups(inner, Strip);
            ColumnsAlone(device, Division.Share(device, units, (long)Strip * length), work.X, work.Y, units, length, inner);
        }),
        new("RowsAlone", "one item per row, the largest first", static (device, in work) =>
        {
            (int outer, int length, _) = work.Sizes;
            RowsAlone(device, Division.Share(device, outer, length), work.X, work.Y, outer, length);
        },
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    [Kernel]
    internal static void Results(ArrayView<float> x, ArrayView<float> y, int length, int inner)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            int begin = (i / inner * length * inner) + (i % inner), best = 0;
            float largest = x[begin];
            for (int r = 1; r < length; r++)
            {
                float value = x[begin + (r * inner)];
                if (IsLarger(value, largest))
                {
                    largest = value;
                    best = r;
                }
            }

            y[i] = best;
        }
    }

    [Kernel]
    internal static void Rows(ArrayView<float> x, ArrayView<float> y, int length)
    {
        ArrayView<float> values = SharedMemory.Allocate<float>(GroupFold.Items);
        ArrayView<int> places = SharedMemory.Allocate<int>(GroupFold.Items);
        int begin = Grid.IdxX * length, item = Group.IdxX;

        // Items beyond the end of a short row contribute −∞ with an index beyond all others, which never wins.
        float largest = float.NegativeInfinity;
        int best = length + item;
        for (int r = item; r < length; r += GroupFold.Items)
        {
            float value = x[begin + r];
            if (r == item || IsLarger(value, largest))
            {
                largest = value;
                best = r;
            }
        }

        values[item] = largest;
        places[item] = best;
        Group.Barrier();
        for (int half = GroupFold.Items / 2; half > 0; half /= 2)
        {
            if (item < half)
            {
                float mine = values[item], other = values[item + half];
                if (IsLarger(other, mine) || (!IsLarger(mine, other) && places[item + half] < places[item]))
                {
                    values[item] = other;
                    places[item] = places[item + half];
                }
            }

            Group.Barrier();
        }

        if (item == 0)
            y[Grid.IdxX] = places[0];
    }

    [Kernel(GroupSize = 1)]
    internal static void RowsAlone(ArrayView<float> x, ArrayView<float> y, int outer, int length)
    {
        for (int o = Grid.IdxX; o < outer; o += Grid.DimX)
        {
            int begin = o * length, r = 0;
            float largest = RunFold.Of<MaxReduction>(x, begin, length);

            // If the maximum is NaN, no number equals it, and the search ends at the first NaN.
            while (x[begin + r] != largest && !IsNaN(x[begin + r]))
                r++;
            y[o] = r;
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void ColumnsAlone(ArrayView<float> x, ArrayView<float> y, int units, int length, int inner)
    {
        ArrayView<float> largest = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> best = LocalMemory.Allocate<float>(Strip);
        int strips = (inner + Strip - 1) / Strip;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int column = unit % strips * Strip, outer = unit / strips, count = Math.Min(Strip, inner - column);
            int begin = (outer * length * inner) + column;
            for (int i = 0; i < count; i++)
            {
                largest[i] = x[begin + i];
                best[i] = 0;
            }

            for (int r = 1; r < length; r++)
            {
                for (int i = 0; i < count; i++)
                {
                    // No branch, so that the loop is vectorized.
                    float value = x[begin + (r * inner) + i];
                    bool larger = IsLarger(value, largest[i]);
                    best[i] = larger ? r : best[i];
                    largest[i] = larger ? value : largest[i];
                }
            }

            for (int i = 0; i < count; i++)
                y[(outer * inner) + column + i] = best[i];
        }
    }

    /// <summary>NaN counts as larger than every number, and not as larger than NaN.</summary>
    internal static bool IsLarger(float a, float b) => (a > b) | (IsNaN(a) & !IsNaN(b));

    // By its bits, so that compilers cannot remove the test: all exponent bits set and a nonzero fraction.
    private static bool IsNaN(float x) => (Interop.FloatAsInt(x) & 0x7fffffffu) > 0x7f800000u;
}
