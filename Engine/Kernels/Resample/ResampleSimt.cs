using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Resample;

// The ladder:
// 1  Pixels            An item a pixel of y: neighbours read neighbours, or the same.
// 2  PixelsTransposed  The other way, for gradients: an item a pixel of dx, which gathers from the outputs it went into.
// 3  Planes            An item a pixel of eight planes: what the axes say, a dozen divisions of whole numbers, is asked once for all of
// them. 4  PlanesTransposed  Likewise.

/// <summary><see cref="Resample{TAxis}"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ResampleSimt
{
    /// <summary>Planes that an item of <c>Planes</c> goes through.</summary>
    public const int Depth = 8;

    public static void Run<TAxis>(SimtDevice device, Resample<TAxis> sizes, BufferView x, BufferView y)
        where TAxis : unmanaged, IResampling
    {
        if (IsDeep(device, sizes.Planes, y.Length))
            Planes(device, DeepGroups(y.Length / sizes.Planes, sizes.Planes), x, y, sizes.Rows, sizes.Columns, sizes.Planes);
        else
            Pixels(device, Division.Groups(y.Length), x, y, sizes.Rows, sizes.Columns);
    }

    public static void RunTransposed<TAxis>(SimtDevice device, Resample<TAxis> sizes, BufferView dy, BufferView dx)
        where TAxis : unmanaged, IResampling
    {
        if (IsDeep(device, sizes.Planes, dx.Length))
            PlanesTransposed(device, DeepGroups(dx.Length / sizes.Planes, sizes.Planes), dy, dx, sizes.Rows, sizes.Columns, sizes.Planes);
        else
            PixelsTransposed(device, Division.Groups(dx.Length), dy, dx, sizes.Rows, sizes.Columns);
    }

    /// <summary>Groups of <c>Planes</c> for so many pixels in each plane.</summary>
    public static int DeepGroups(int pixels, int planes) => Division.Groups(pixels * Division.Groups(planes, Depth));

    // Where there are planes enough, and on a GPU enough work for all its items even so.
    private static bool IsDeep(SimtDevice device, int planes, int length) =>
        planes >= Depth && (device.Traits.IsProcessor || Division.FillsWithSeveral(device, length / 2));

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

    [Kernel(3, "an item a pixel of eight planes")]
    internal static void Planes<TAxis>(ArrayView<float> x, ArrayView<float> y, TAxis rows, TAxis columns, int planes)
        where TAxis : unmanaged, IResampling
    {
        ArrayView<float> sums = LocalMemory.Allocate<float>(Depth), column = LocalMemory.Allocate<float>(Depth);
        int pixels = rows.Outputs * columns.Outputs, inputs = rows.Inputs * columns.Inputs;
        int deep = Grid.GlobalIndex.X / pixels, pixel = Grid.GlobalIndex.X - (deep * pixels), p = deep * Depth,
        count = Math.Min(planes - p, Depth);
        int o = pixel / columns.Outputs, q = pixel - (o * columns.Outputs);
        int top = rows.First(o), bottom = rows.End(o), right = columns.End(q), from = p * inputs;
        for (int k = 0; k < Depth; k++)
            sums[k] = 0;
        for (int j = columns.First(q); j < right; j++)
        {
            for (int k = 0; k < Depth; k++)
                column[k] = 0;
            for (int i = top; i < bottom; i++)
            {
                float weight = (float)rows.Parts(o, i) / rows.Whole(o, i);
                int at = from + (i * columns.Inputs) + j;
                for (int k = 0; k < count; k++)
                    column[k] += weight * x[at + (k * inputs)];
            }

            float across = (float)columns.Parts(q, j) / columns.Whole(q, j);
            for (int k = 0; k < Depth; k++)
                sums[k] += across * column[k];
        }

        for (int k = 0; k < count; k++)
            y[((p + k) * pixels) + pixel] = sums[k];
    }

    [Kernel(4, "an item a pixel of eight planes, from outputs to inputs")]
    internal static void PlanesTransposed<TAxis>(ArrayView<float> dy, ArrayView<float> dx, TAxis rows, TAxis columns, int planes)
        where TAxis : unmanaged, IResampling
    {
        ArrayView<float> sums = LocalMemory.Allocate<float>(Depth), column = LocalMemory.Allocate<float>(Depth);
        int pixels = rows.Inputs * columns.Inputs, outputs = rows.Outputs * columns.Outputs;
        int deep = Grid.GlobalIndex.X / pixels, pixel = Grid.GlobalIndex.X - (deep * pixels), p = deep * Depth,
        count = Math.Min(planes - p, Depth);
        int i = pixel / columns.Inputs, j = pixel - (i * columns.Inputs);
        int top = rows.FirstOutput(i), bottom = rows.EndOutput(i), right = columns.EndOutput(j), from = p * outputs;
        for (int k = 0; k < Depth; k++)
            sums[k] = 0;
        for (int q = columns.FirstOutput(j); q < right; q++)
        {
            for (int k = 0; k < Depth; k++)
                column[k] = 0;
            for (int o = top; o < bottom; o++)
            {
                float weight = (float)rows.Parts(o, i) / rows.Whole(o, i);
                int at = from + (o * columns.Outputs) + q;
                for (int k = 0; k < count; k++)
                    column[k] += weight * dy[at + (k * outputs)];
            }

            float across = (float)columns.Parts(q, j) / columns.Whole(q, j);
            for (int k = 0; k < Depth; k++)
                sums[k] += across * column[k];
        }

        for (int k = 0; k < count; k++)
            dx[((p + k) * pixels) + pixel] = sums[k];
    }
}
