using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// <see cref="Resample{TAxis}"/> on the CPU. An item is a row of y. The rows of x that it is made of are summed first, by lanes, into one
/// row that stays in the cache; then each result takes its few numbers of that row, by what the axis says, worked out once for the whole
/// range of items. A row that repeats the one before it (enlarged by the nearest) is copied.
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

    /// <summary>result[q] = Σⱼ v(q, j)·row[j], stretch by stretch of results with equally many terms, which is one or few of them.</summary>
    private void Along(float* row, float* result, ResampleTable columns)
    {
        int width = sizes.Columns.Outputs;
        for (int q = 0; q < width;)
        {
            int count = columns.Count[q], end = q + 1;
            while (end < width && columns.Count[end] == count)
                end++;
            int* first = columns.First;
            float* weights = columns.Weights + columns.Offset[q];
            switch (count)
            {
                case 1:
                    for (; q < end; q++, weights++)
                        result[q] = weights[0] * row[first[q]];
                    break;
                case 2:
                    for (; q < end; q++, weights += 2)
                    {
                        float* from = row + first[q];
                        result[q] = (weights[0] * from[0]) + (weights[1] * from[1]);
                    }

                    break;
                default:
                    for (; q < end; q++, weights += count)
                        result[q] = Sum(row + first[q], weights, count);
                    break;
            }
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
