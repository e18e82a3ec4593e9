using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Resample;

// Pixels            One item per pixel of y: neighbours read neighbours, or the same (coalesced access).
// PixelsTransposed  The transpose, for gradients: one item per pixel of dx, which gathers from the outputs it contributed to.
// Planes            One item per pixel of eight planes: the index arithmetic, a dozen integer divisions, is done once for all of them.
// PlanesTransposed  Likewise.

/// <summary><see cref="Resample{TAxis}"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ResampleSimt
{
    /// <summary>Planes per item of <c>Planes</c>.</summary>
    public const int Depth = 8;

    // Planes pays if there are enough planes and, on a GPU, still enough work for all its items.
    public static KernelVersions<ResampleLaunch<TAxis>> Gpu<TAxis>()
        where TAxis : unmanaged, IResampling => Versions<TAxis>(static (in work, traits) =>
        work.Sizes.Planes >= Depth && Division.FillsWithSeveral(traits, work.Y.Length / 2));

    public static KernelVersions<ResampleLaunch<TAxis>> Processor<TAxis>()
        where TAxis : unmanaged, IResampling => Versions<TAxis>(static (in work, _) => work.Sizes.Planes >= Depth);

    public static KernelVersions<ResampleTransposedLaunch<TAxis>> GpuTransposed<TAxis>()
        where TAxis : unmanaged, IResampling => VersionsTransposed<TAxis>(static (in work, traits) =>
        work.Sizes.Planes >= Depth && Division.FillsWithSeveral(traits, work.Dx.Length / 2));

    public static KernelVersions<ResampleTransposedLaunch<TAxis>> ProcessorTransposed<TAxis>()
        where TAxis : unmanaged, IResampling => VersionsTransposed<TAxis>(static (in work, _) => work.Sizes.Planes >= Depth);

    private static KernelVersions<ResampleLaunch<TAxis>> Versions<TAxis>(VersionTest<ResampleLaunch<TAxis>> planesPay)
        where TAxis : unmanaged, IResampling => KernelVersions<ResampleLaunch<TAxis>>.Ladder([
        new("Pixels", "one item per pixel", static (device, in work) =>
            Pixels(device, Division.Groups(work.Y.Length), work.X, work.Y, work.Sizes.Rows, work.Sizes.Columns)),
        new("Planes", "one item per pixel in eight planes", static (device, in work) =>
        {
            (int planes, TAxis rows, TAxis columns) = work.Sizes;
            Planes(device, DeepGroups(rows.Outputs * columns.Outputs, planes), work.X, work.Y, rows, columns, planes);
        },
            Pays: planesPay)]);

    private static KernelVersions<ResampleTransposedLaunch<TAxis>> VersionsTransposed<TAxis>(
        VersionTest<ResampleTransposedLaunch<TAxis>> planesPay)
        where TAxis : unmanaged, IResampling => KernelVersions<ResampleTransposedLaunch<TAxis>>.Ladder([
        new("PixelsTransposed", "one item per pixel, from outputs to inputs", static (device, in work) =>
            PixelsTransposed(device, Division.Groups(work.Dx.Length), work.Dy, work.Dx, work.Sizes.Rows, work.Sizes.Columns)),
        new("PlanesTransposed", "one item per pixel in eight planes, from outputs to inputs", static (device, in work) =>
        {
            (int planes, TAxis rows, TAxis columns) = work.Sizes;
            PlanesTransposed(device, DeepGroups(rows.Inputs * columns.Inputs, planes), work.Dy, work.Dx, rows, columns, planes);
        },
            Pays: planesPay)]);

    /// <summary>Groups of <c>Planes</c> for so many pixels in each plane.</summary>
    public static int DeepGroups(int pixels, int planes) => Division.Groups(pixels * Division.Groups(planes, Depth));

    [Kernel]
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

    [Kernel]
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

    [Kernel]
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

    [Kernel]
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
