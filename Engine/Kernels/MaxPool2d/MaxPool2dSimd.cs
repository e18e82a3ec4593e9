using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>
/// <see cref="MaxPool2d"/> on the CPU. An item is a row of y. First, by lanes, the maximum of each column over the rows of its windows,
/// and its row; then the maximum of a window's few columns. Down a column, a later row must be larger to win; along a row, among equals
/// the smaller place wins, which may lie in a later column: the first of equals is the first in the plane.
/// </summary>
internal readonly unsafe struct MaxPool2dSimd(MaxPool2d sizes, BufferView x, BufferView y, BufferView places) : ISimdLaunch<MaxPool2dSimd>
{
    private readonly PoolAxis rows = sizes.Rows;
    private readonly PoolAxis columns = sizes.Columns;
    private readonly int planes = sizes.Planes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly float* places = CpuBuffer.Pointer(places);

    public int Items => planes * rows.Outputs;

    public int Grain => Math.Max((1 << 13) / Math.Max(Math.Min(columns.Inputs * rows.Kernel, 1 << 13), 1), 1);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        // One more element, since a vector of every other number is loaded together with the number after the last.
        MatMulScratch scratch = MatMulScratch.OfThisThread(columns.Inputs + 1, columns.Inputs + 1);
        for (int item = begin; item < end; item++)
        {
            int p = item / rows.Outputs, o = item - (p * rows.Outputs), top = rows.First(o), bottom = rows.End(o);
            nint result = (nint)item * columns.Outputs;
            if (top < bottom)
                Down<L>(x + ((nint)p * rows.Inputs * columns.Inputs), top, bottom, scratch.A, scratch.B);
            Along(scratch.A, scratch.B, top < bottom, y + result, places + result);
        }
    }

    /// <summary>largest[j] of x[top, j], x[top + dilation, j], …, and its place: begin[j] is the row's first place.</summary>
    private void Down<L>(float* plane, int top, int bottom, float* largest, float* begin)
        where L : unmanaged, ILanes<L>
    {
        int width = columns.Inputs, j = 0;
        for (; j <= width - L.Count; j += L.Count)
        {
            L best = L.Load(plane + ((nint)top * width) + j), row = L.Broadcast(top * width);
            for (int i = top + rows.Dilation; i < bottom; i += rows.Dilation)
            {
                L value = L.Load(plane + ((nint)i * width) + j), here = L.Broadcast(i * width);

                // Larger, or the first NaN: a number equals itself, NaN does not.
                L larger = L.Select(L.Greater(value, best), here, row);
                row = L.Select(L.Equal(value, value), larger, L.Select(L.Equal(best, best), here, row));
                best = L.Max(best, value);
            }

            best.Store(largest + j);
            row.Store(begin + j);
        }

        for (; j < width; j++)
        {
            float best = plane[((nint)top * width) + j], row = top * width;
            for (int i = top + rows.Dilation; i < bottom; i += rows.Dilation)
            {
                float value = plane[((nint)i * width) + j];
                if (value > best || (float.IsNaN(value) && !float.IsNaN(best)))
                    (best, row) = (value, i * width);
            }

            largest[j] = best;
            begin[j] = row;
        }
    }

    private void Along(float* largest, float* begin, bool any, float* values, float* found)
    {
        int width = columns.Outputs, span = (columns.Dilation * (columns.Kernel - 1)) + 1;
        for (int q = 0; q < width;)
        {
            // Whole windows, one or two apart.
            if (any && columns.Stride <= 2 && q + 4 <= width && columns.Start(q) >= 0 && columns.Start(q + 3) + span <= columns.Inputs)
            {
                Four(largest + columns.Start(q), begin + columns.Start(q), columns.Start(q), span, values + q, found + q);
                q += 4;
            }
            else
            {
                One(largest, begin, any, q, values, found);
                q++;
            }
        }
    }

    /// <summary>
    /// Four windows, of which the first begins here. No branches on values: which number is larger cannot be predicted.
    /// </summary>
    private void Four(float* largest, float* begin, int start, int span, float* values, float* found)
    {
        Vector128<float> steps = Vector128.Create(0f, 1, 2, 3) * columns.Stride;
        Vector128<float> best = EveryStride(largest), place = EveryStride(begin) + steps + Vector128.Create((float)start);
        for (int j = columns.Dilation; j < span; j += columns.Dilation)
        {
            Vector128<float> value = EveryStride(largest + j), here = EveryStride(begin + j) + steps + Vector128.Create((float)(start + j));

            // As in Wins; a value that does not equal itself is NaN, and masks are all ones or all zeros.
            Vector128<float> earlier = Vector128.LessThan(here, place), equal = Vector128.Equals(value, best) & earlier;
            Vector128<float> nan = ~Vector128.Equals(value, value) & (Vector128.Equals(best, best) | earlier);
            Vector128<float> wins = Vector128.GreaterThan(value, best) | equal | nan;
            best = Vector128.ConditionalSelect(wins, value, best);
            place = Vector128.ConditionalSelect(wins, here, place);
        }

        best.Store(values);
        place.Store(found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> EveryStride(float* source) => columns.Stride == 1 ? Vector128.Load(source) : EveryOther.Even(source);

    private void One(float* largest, float* begin, bool any, int q, float* values, float* found)
    {
        int left = columns.First(q), right = columns.End(q);
        float best = float.NegativeInfinity, place = -1;
        if (any && left < right)
        {
            best = largest[left];
            place = begin[left] + left;
            for (int j = left + columns.Dilation; j < right; j += columns.Dilation)
            {
                float value = largest[j], here = begin[j] + j;
                if (Wins(value, here, best, place))
                {
                    best = value;
                    place = here;
                }
            }
        }

        values[q] = best;
        found[q] = place;
    }

    private static bool Wins(float value, float here, float best, float place) =>
        value > best || (here < place && value == best) || (float.IsNaN(value) && (!float.IsNaN(best) || here < place));
}
