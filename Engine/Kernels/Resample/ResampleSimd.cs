using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// <see cref="Resample{TAxis}"/> on the CPU. An item is a row of y. The rows of x that it is made of are summed first, by lanes, into one
/// row that stays in the cache; then each result takes its few numbers of that row, by what the axis says, worked out once for the whole
/// range of items (<see cref="ResampleTable"/>). Twice and half as large, the sizes of every network, go by vectors of four whatever the
/// width of the lanes, since lanes cannot be exchanged. A row that repeats the one before it (enlarged by the nearest) is copied.
/// <para>
/// Products are rounded before they are added, everywhere, so that the ends of rows need no lanes to have the same bits.
/// </para>
/// </summary>
internal readonly unsafe struct ResampleSimd<TAxis>(Resample<TAxis> sizes, BufferView x, BufferView y) : ISimdLaunch
    where TAxis : unmanaged, IResampling
{
    private readonly Resample<TAxis> sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Planes * sizes.Rows.Outputs;

    public int Grain => Math.Max((int)((1 << 14) * (long)sizes.Rows.Outputs / ((long)sizes.Rows.Inputs * sizes.Columns.Inputs + (long)sizes.Rows.Outputs * sizes.Columns.Outputs)), 1);

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
                Along(source, result, columns);
            }
            else
            {
                Down<L>(source, sum, weights, rows.Count[o]);
                Along(sum, result, columns);
            }
        }
    }

    public void Finish()
    {
    }

    /// <summary>sum[j] = Σᵢ weights[i]·x[i, j].</summary>
    private void Down<L>(float* x, float* sum, float* weights, int count)
        where L : unmanaged, ILanes<L>
    {
        int width = sizes.Columns.Inputs, j = 0;
        for (; j <= width - L.Count; j += L.Count)
        {
            L total = L.Zero;
            float* here = x + j;
            for (int i = 0; i < count; i++, here += width)
                total += L.Broadcast(weights[i]) * L.Load(here);
            total.Store(sum + j);
        }

        for (; j < width; j++)
        {
            float total = 0;
            float* here = x + j;
            for (int i = 0; i < count; i++, here += width)
                total += weights[i] * *here;
            sum[j] = total;
        }
    }

    /// <summary>result[q] = Σⱼ v(q, j)·row[j], stretch by stretch; most axes have one or three.</summary>
    private void Along(float* row, float* result, ResampleTable columns)
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
                default:
                    int count = columns.Count[q];
                    for (int i = q; i < end; i++, weights += count)
                        result[i] = Sum(row + columns.First[i], weights, count);
                    break;
            }
        }
    }

    /// <summary>
    /// Four inputs, and their right neighbours, give the even outputs a and the odd ones b: a0 b0 a1 b1 and a2 b2 a3 b3 are stored.
    /// </summary>
    private static void Twins(float* row, float* result, int outputs, float* weights, int count)
    {
        Vector128<float> v = Vector128.Create(weights[0]), w = Vector128.Create(weights[count]);
        Vector128<float> vRight = Vector128.Create(weights[count - 1]), wRight = Vector128.Create(weights[(2 * count) - 1]);
        Vector128<int> odd = Vector128.Create(0, -1, 0, -1);
        int q = 0;
        for (; q <= outputs - 8; q += 8, row += 4)
        {
            Vector128<float> x = Vector128.Load(row), a = v * x, b = w * x;
            if (count == 2)
            {
                Vector128<float> right = Vector128.Load(row + 1);
                a += vRight * right;
                b += wRight * right;
            }

            Vector128<float> lowA = Vector128.Shuffle(a, Vector128.Create(0, 0, 1, 1)), lowB = Vector128.Shuffle(b, Vector128.Create(0, 0, 1, 1));
            Vector128<float> highA = Vector128.Shuffle(a, Vector128.Create(2, 2, 3, 3)), highB = Vector128.Shuffle(b, Vector128.Create(2, 2, 3, 3));
            Vector128.ConditionalSelect(odd.AsSingle(), lowB, lowA).Store(result + q);
            Vector128.ConditionalSelect(odd.AsSingle(), highB, highA).Store(result + q + 4);
        }

        for (; q < outputs; q++)
            result[q] = Sum(row + ((q % 8) / 2), weights + ((q % 2) * count), count);
    }

    /// <summary>Eight inputs, taken for four words of 64 bits: the lower halves are the even ones, the upper halves the odd ones.</summary>
    private static void Halves(float* row, float* result, int outputs, float* weights, int count)
    {
        Vector128<float> w0 = Vector128.Create(weights[0]), w1 = Vector128.Create(weights[1]);
        Vector128<float> w2 = Vector128.Create(weights[count - 2]), w3 = Vector128.Create(weights[count - 1]);
        int q = 0;

        // Four inputs to an output end two later.
        for (; q <= outputs - 4; q += 4, row += 8)
        {
            Vector128<float> sum = (w0 * Even(row)) + (w1 * Odd(row));
            if (count == 4)
                sum = sum + (w2 * Even(row + 2)) + (w3 * Odd(row + 2));
            sum.Store(result + q);
        }

        for (; q < outputs; q++, row += 2)
            result[q] = Sum(row, weights, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Even(float* row) => Vector128.Narrow(Vector128.Load((ulong*)row), Vector128.Load((ulong*)row + 2)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Odd(float* row) => Vector128.Narrow(Vector128.Load((ulong*)row) >>> 32, Vector128.Load((ulong*)row + 2) >>> 32).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* row, float* weights, int count)
    {
        float sum = 0;
        for (int j = 0; j < count; j++)
            sum += weights[j] * row[j];
        return sum;
    }
}
