using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// <see cref="Resample{TAxis}"/> on the CPU. An item is a row of y. The rows of x that it is made of are summed first, by lanes, into one
/// row that stays in the cache; then each result takes its few numbers of that row, by what the axis says, worked out once for the whole
/// range of items (<see cref="ResampleTable"/>). Filters of the same size, and the inside of a padded image, go by lanes; twice and half as
/// large, the sizes of every network, by vectors of four whatever the width of the lanes, since lanes cannot be exchanged. A row that
/// repeats the one before it (enlarged by the nearest) is copied.
/// <para>
/// Products are rounded before they are added, everywhere, so that the ends of rows have the same bits without vector lanes.
/// </para>
/// </summary>
internal readonly unsafe struct ResampleSimd<TAxis>(Resample<TAxis> sizes, BufferView x, BufferView y) : ISimdLaunch<ResampleSimd<TAxis>>
    where TAxis : unmanaged, IResampling
{
    private readonly Resample<TAxis> sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Planes * sizes.Rows.Outputs;

    public int Grain =>
        Math.Max(
            (int)(
                (1 << 14) * (long)sizes.Rows.Outputs / (
                    (long)sizes.Rows.Inputs * sizes.Columns.Inputs + (long)sizes.Rows.Outputs * sizes.Columns.Outputs)),
            1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int outH = sizes.Rows.Outputs, outW = sizes.Columns.Outputs, inH = sizes.Rows.Inputs, inW = sizes.Columns.Inputs;
        long wordsOfRows = ResampleTable.Words(sizes.Rows);
        MatMulScratch scratch = MatMulScratch.OfThisThread(inW, wordsOfRows + ResampleTable.Words(sizes.Columns));
        ResampleTable rows = ResampleTable.Of(sizes.Rows, scratch.B), columns = ResampleTable.Of(sizes.Columns, scratch.B + wordsOfRows);
        float* sum = scratch.A;
        for (int item = begin; item < end; item++)
        {
            int p = item / outH, o = item - (p * outH);
            float* result = y + ((nint)item * outW);
            if (item > begin && rows.RepeatsThePrevious(o))
            {
                new ReadOnlySpan<float>(result - outW, outW).CopyTo(new Span<float>(result, outW));
                continue;
            }

            float* source = x + ((((nint)p * inH) + rows.First[o]) * inW), weights = rows.Weights + rows.Offset[o];
            if (rows.Count[o] == 1 && *weights == 1)
            {
                Along<L>(source, result, columns);
            }
            else
            {
                Sums<L>(source, inW, sum, inW, weights, rows.Count[o]);
                Along<L>(sum, result, columns);
            }
        }
    }

    /// <summary>sums[j] = Σᵢ weights[i]·x[i·step + j]: of rows one below the other, or of neighbours in a row.</summary>
    private static void Sums<L>(float* x, int step, float* sums, int length, float* weights, int count)
        where L : unmanaged, ILanes<L>
    {
        int j = 0;
        for (; j <= length - L.Count; j += L.Count)
        {
            L total = L.Zero;
            float* here = x + j;
            for (int i = 0; i < count; i++, here += step)
                total += L.Broadcast(weights[i]) * L.Load(here);
            total.Store(sums + j);
        }

        for (; j < length; j++)
        {
            float total = 0;
            float* here = x + j;
            for (int i = 0; i < count; i++, here += step)
                total += weights[i] * *here;
            sums[j] = total;
        }
    }

    /// <summary>result[q] = Σⱼ v(q, j)·row[j], run by run; most axes have one or three.</summary>
    private void Along<L>(float* row, float* result, ResampleTable columns)
        where L : unmanaged, ILanes<L>
    {
        int width = sizes.Columns.Outputs;
        for (int q = 0, end; q < width; q = end)
        {
            float* from = row + columns.First[q], weights = columns.Weights + columns.Offset[q];
            switch (columns.Stretch(q, out end))
            {
                case ResampleKind.Twins:
                    Twins(from, result + q, end - q, weights, columns.Count[q]);
                    break;
                case ResampleKind.Halves:
                    Halves(from, result + q, end - q, weights, columns.Count[q]);
                    break;
                case ResampleKind.Neighbours:
                    Sums<L>(from, 1, result + q, end - q, weights, columns.Count[q]);
                    break;
                default:
                    int count = columns.Count[q];
                    for (int i = q; i < end; i++, weights += count)
                        result[i] = Sum(row + columns.First[i], weights, count);
                    break;
            }
        }
    }

    /// <summary>
    /// Four inputs, and their right neighbours, give the even outputs a and the odd ones b: a0 b0 a1 b1 and a2 b2 a3 b3 are stored. The
    /// last eight overlap those before them, so that none are left over; a run has at least eight.
    /// </summary>
    private static void Twins(float* row, float* result, int outputs, float* weights, int count)
    {
        Vector128<float> v = Vector128.Create(weights[0]), w = Vector128.Create(weights[count]);
        Vector128<float> vRight = Vector128.Create(weights[count - 1]), wRight = Vector128.Create(weights[(2 * count) - 1]);
        Vector128<float> odd = Vector128.Create(0, -1, 0, -1).AsSingle();
        for (int q = 0; ; q = Math.Min(q + 8, outputs - 8))
        {
            float* from = row + (q / 2);
            Vector128<float> x = Vector128.Load(from), a = v * x, b = w * x;
            if (count == 2)
            {
                Vector128<float> right = Vector128.Load(from + 1);
                a += vRight * right;
                b += wRight * right;
            }

            Vector128<float> lowA = Vector128.Shuffle(
                a, Vector128.Create(0, 0, 1, 1)), lowB = Vector128.Shuffle(b, Vector128.Create(0, 0, 1, 1));
            Vector128<float> highA = Vector128.Shuffle(
                a, Vector128.Create(2, 2, 3, 3)), highB = Vector128.Shuffle(b, Vector128.Create(2, 2, 3, 3));
            Vector128.ConditionalSelect(odd, lowB, lowA).Store(result + q);
            Vector128.ConditionalSelect(odd, highB, highA).Store(result + q + 4);
            if (q == outputs - 8)
                return;
        }
    }

    /// <summary>Of eight inputs the even ones are the first of four outputs, the odd ones the second; the last four overlap.</summary>
    private static void Halves(float* row, float* result, int outputs, float* weights, int count)
    {
        Vector128<float> w0 = Vector128.Create(weights[0]), w1 = Vector128.Create(weights[1]);
        Vector128<float> w2 = Vector128.Create(weights[count - 2]), w3 = Vector128.Create(weights[count - 1]);
        for (int q = 0; ; q = Math.Min(q + 4, outputs - 4))
        {
            // Four inputs to an output end two later.
            float* from = row + (2 * q);
            Vector128<float> sum = (w0 * EveryOther.Even(from)) + (w1 * EveryOther.Odd(from));
            if (count == 4)
                sum = sum + (w2 * EveryOther.Even(from + 2)) + (w3 * EveryOther.Odd(from + 2));
            sum.Store(result + q);
            if (q == outputs - 4)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* row, float* weights, int count)
    {
        float sum = 0;
        for (int j = 0; j < count; j++)
            sum += weights[j] * row[j];
        return sum;
    }
}
