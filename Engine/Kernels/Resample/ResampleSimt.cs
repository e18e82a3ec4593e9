using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

// The ladder:
// 1  Pixels            An item a pixel of y: neighbours read neighbours, or the same.
// 2  PixelsTransposed  The other way, for gradients: an item a pixel of dx, which gathers from the outputs it went into.

/// <summary><see cref="Resample{TAxis}"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ResampleSimt
{
    public static void Run<TAxis>(SimtDevice device, Resample<TAxis> sizes, BufferView x, BufferView y)
        where TAxis : unmanaged, IResampling =>
        Pixels(device, Division.Groups(y.Length), x, y, sizes.Rows, sizes.Columns);

    public static void RunTransposed<TAxis>(SimtDevice device, Resample<TAxis> sizes, BufferView dy, BufferView dx)
        where TAxis : unmanaged, IResampling =>
        PixelsTransposed(device, Division.Groups(dx.Length), dy, dx, sizes.Rows, sizes.Columns);

    [Kernel(1, "an item a pixel")]
    internal static void Pixels<TAxis>(ArrayView<float> x, ArrayView<float> y, TAxis rows, TAxis columns)
        where TAxis : unmanaged, IResampling
    {
        int at = Grid.GlobalIndex.X;
        if (at < y.IntLength)
        {
            int line = at / columns.Outputs, q = at - (line * columns.Outputs), p = line / rows.Outputs, o = line - (p * rows.Outputs);
            int top = rows.First(o), bottom = rows.End(o), right = columns.End(q), width = columns.Inputs;
            float sum = 0;
            for (int j = columns.First(q); j < right; j++)
            {
                float column = 0;
                for (int i = top; i < bottom; i++)
                    column += (float)rows.Parts(o, i) / rows.Whole(o, i) * x[(((p * rows.Inputs) + i) * width) + j];
                sum += (float)columns.Parts(q, j) / columns.Whole(q, j) * column;
            }

            y[at] = sum;
        }
    }

    [Kernel(2, "an item a pixel, from outputs to inputs")]
    internal static void PixelsTransposed<TAxis>(ArrayView<float> dy, ArrayView<float> dx, TAxis rows, TAxis columns)
        where TAxis : unmanaged, IResampling
    {
        int at = Grid.GlobalIndex.X;
        if (at < dx.IntLength)
        {
            int line = at / columns.Inputs, j = at - (line * columns.Inputs), p = line / rows.Inputs, i = line - (p * rows.Inputs);
            int top = rows.FirstOutput(i), bottom = rows.EndOutput(i), right = columns.EndOutput(j), width = columns.Outputs;
            float sum = 0;
            for (int q = columns.FirstOutput(j); q < right; q++)
            {
                float column = 0;
                for (int o = top; o < bottom; o++)
                    column += (float)rows.Parts(o, i) / rows.Whole(o, i) * dy[(((p * rows.Outputs) + o) * width) + q];
                sum += (float)columns.Parts(q, j) / columns.Whole(q, j) * column;
            }

            dx[at] = sum;
        }
    }
}
