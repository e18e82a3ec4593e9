using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Support;

/// <summary>Resamplings at awkward sizes: every axis there is, with its type hidden so that one test can go through all.</summary>
internal abstract class ResampleCase(string name, int planes)
{
    /// <summary>
    /// From one pixel, to one, odd, more outputs than inputs and fewer, windows that overlap, miss pixels, and are mostly padding.
    /// </summary>
    public static IEnumerable<ResampleCase> All =>
    [
        Nearest(3, 1, 1, 2, 2), Nearest(5, 4, 4, 8, 8), Nearest(2, 5, 17, 10, 34), Nearest(1, 7, 5, 3, 2), Nearest(1, 3, 33, 8, 50),
        Nearest(0, 2, 2, 4, 4), Nearest(17, 6, 21, 12, 42),
        Bilinear(3, 1, 1, 3, 2), Bilinear(4, 4, 5, 8, 10), Bilinear(1, 9, 70, 5, 33), Bilinear(1, 6, 1, 1, 4), Bilinear(
            2, 3, 16, 7, 65, align: true),
        Bilinear(2, 8, 8, 1, 3, align: true), Bilinear(1, 1, 5, 4, 9, align: true), Bilinear(9, 6, 21, 12, 42),
        Average(3, 4, 4, new PoolSizes(2)), Average(2, 9, 37, new PoolSizes(2)), Average(1, 3, 2, new PoolSizes(7, 1, 3)), Average(
            1, 3, 2, new PoolSizes(7, 1, 3), false),
        Average(2, 7, 8, new PoolSizes(2, 3, 1, ceilMode: true)), Average(
            2, 7, 8, new PoolSizes(3, 2, 1, ceilMode: true), false), Average(1, 11, 10, new PoolSizes(2, 5)),
        Average(
            1, 1, 20,
            new PoolSizes(1)
            {
                KernelW = 5,
                StrideW = 2,
                PaddingW = 2,
            }), Average(1, 5, 34, new PoolSizes(3, 1, 1)), Average(10, 12, 42, new PoolSizes(2)), Average(1, 12, 44, new PoolSizes(4, 2,
            1)),
        Adaptive(3, 4, 4, 1, 1), Adaptive(2, 7, 5, 3, 4), Adaptive(1, 3, 2, 5, 9), Adaptive(1, 10, 65, 7, 33),
        Reflect(2, 3, 4, (2, 1), (3, 0)), Reflect(1, 1, 2, (0, 0), (1, 1)), Reflect(1, 2, 37, (1, 0), (20, 36)), Reflect(
            9, 5, 20, (1, 1), (2, 2)),
        Replicate(2, 1, 3, (4, 0), (2, 7)), Replicate(1, 3, 33, (0, 2), (12, 9)), Replicate(9, 5, 20, (1, 1), (2, 2)),
        Blur(2, 1, 1, 3), Blur(1, 4, 37, 3), Blur(1, 5, 19, 4), Blur(9, 6, 21, 3), Blur(1, 3, 2, 12),
        Blur(2, 1, 2, 4, up: 2), Blur(1, 5, 21, 4, up: 2), Blur(9, 3, 12, 6, up: 2), Blur(1, 3, 7, 5, up: 3),
        Blur(2, 2, 3, 4, down: 2), Blur(1, 5, 43, 4, down: 2), Blur(9, 6, 24, 2, down: 2), Blur(1, 4, 30, 7, down: 3), Blur(
            1, 2, 19, 4, padding: (0, 5)),
    ];

    public int Planes => planes;

    public int LengthX => planes * InputPixels;

    public int LengthY => planes * OutputPixels;

    protected abstract int InputPixels { get; }

    protected abstract int OutputPixels { get; }

    public override string ToString() => name;

    public abstract void Reference(double[] x, double[] y);

    public abstract void ReferenceTransposed(double[] dy, double[] dx);

    /// <summary>The transpose by the definition alone: each pixel of dy goes where its window says.</summary>
    public abstract void Scatter(double[] dy, double[] dx);

    public abstract void Simd(BufferView x, BufferView y, BufferView dy, BufferView dx, int width, int pieces);

    /// <summary>Through the contract, on the device where the operands lie.</summary>
    public abstract void Run(BufferView x, BufferView y, BufferView dy, BufferView dx);

    /// <summary>A rung of the SIMT ladder, both ways: 1 by the pixel, 3 by eight planes.</summary>
    public abstract void Simt(SimtDevice device, BufferView x, BufferView y, BufferView dy, BufferView dx, int version);

    private static ResampleCase<Nearest> Nearest(int planes, int h, int w, int outH, int outW) =>
        new($"nearest {planes}: {h}×{w} to {outH}×{outW}", planes, new(h, outH), new(w, outW));

    private static ResampleCase<Bilinear> Bilinear(int planes, int h, int w, int outH, int outW, bool align = false) =>
        new($"bilinear{(align ? " aligned" : "")} {planes}: {h}×{w} to {outH}×{outW}", planes, new(h, outH, align), new(w, outW, align));

    private static ResampleCase<AveragePool> Average(int planes, int h, int w, PoolSizes sizes, bool countPadding = true)
    {
        Assert.That(sizes.Mistake(h, w), Is.Null);
        return new(
            $"average {planes}: {h}×{w} by {sizes}, {countPadding}", planes, new(sizes.Rows(h), countPadding),
            new(sizes.Columns(w), countPadding));
    }

    private static ResampleCase<AdaptiveAverage> Adaptive(int planes, int h, int w, int outH, int outW) =>
        new($"adaptive {planes}: {h}×{w} to {outH}×{outW}", planes, new(h, outH), new(w, outW));

    private static ResampleCase<ReflectionPad> Reflect(int planes, int h, int w, (int Before, int After) y, (int Before, int After) x) =>
        new($"reflect {planes}: {h}×{w} by {y}, {x}", planes, new(h, y.Before, y.After), new(w, x.Before, x.After));

    private static ResampleCase<ReplicationPad> Replicate(int planes, int h, int w, (int Before, int After) y, (int Before, int After) x) =>
        new($"replicate {planes}: {h}×{w} by {y}, {x}", planes, new(h, y.Before, y.After), new(w, x.Before, x.After));

    private static ResampleCase<BinomialFilter> Blur(
        int planes, int h, int w, int taps, int up = 1, int down = 1, (int Before, int After)? padding = null)
    {
        (int before, int after) = padding ?? (((taps - Math.Max(up, down) + 1) / 2) + up - 1, (taps - Math.Max(up, down)) / 2);
        return new(
            $"blur {planes}: {h}×{w} by {taps}, ×{up}÷{down}, {padding}", planes, new(h, taps, up, down, before, after),
            new(w, taps, up, down, before, after));
    }
}

internal sealed class ResampleCase<TAxis>(string name, int planes, TAxis rows, TAxis columns) : ResampleCase(name, planes)
    where TAxis : unmanaged, IResampling
{
    private readonly Resample<TAxis> sizes = new(planes, rows, columns);
    private readonly Resample<Transposed<TAxis>> transposed = new(planes, new(rows), new(columns));

    protected override int InputPixels => sizes.Rows.Inputs * sizes.Columns.Inputs;

    protected override int OutputPixels => sizes.Rows.Outputs * sizes.Columns.Outputs;

    public override void Reference(double[] x, double[] y) => ResampleReference.Run<double, TAxis>(sizes, x, y);

    public override void ReferenceTransposed(double[] dy, double[] dx) =>
        ResampleReference.Run<double, Transposed<TAxis>>(transposed, dy, dx);

    public override void Scatter(double[] dy, double[] dx)
    {
        (TAxis rows, TAxis columns) = (sizes.Rows, sizes.Columns);
        Array.Clear(dx);
        for (int at = 0; at < dy.Length; at++)
        {
            int q = at % columns.Outputs, o = at / columns.Outputs % rows.Outputs, p = at / columns.Outputs / rows.Outputs;
            for (int i = rows.First(o); i < rows.End(o); i++)
            {
                for (int j = columns.First(q); j < columns.End(q); j++)
                {
                    double weight = (double)rows.Parts(o, i) / rows.Whole(o, i) * columns.Parts(q, j) / columns.Whole(q, j);
                    dx[(((p * rows.Inputs) + i) * columns.Inputs) + j] += weight * dy[at];
                }
            }
        }
    }

    public override void Simd(BufferView x, BufferView y, BufferView dy, BufferView dx, int width, int pieces)
    {
        SimdRun.Execute(new ResampleSimd<TAxis>(sizes, x, y), width, pieces);
        SimdRun.Execute(new ResampleSimd<Transposed<TAxis>>(transposed, dy, dx), width, pieces);
    }

    public override void Simt(SimtDevice device, BufferView x, BufferView y, BufferView dy, BufferView dx, int version)
    {
        if (version == 1)
        {
            ResampleSimt.Pixels(device, Division.Groups(y.Length), x, y, sizes.Rows, sizes.Columns);
            ResampleSimt.PixelsTransposed(device, Division.Groups(dx.Length), dy, dx, sizes.Rows, sizes.Columns);
        }
        else
        {
            ResampleSimt.Planes(device, ResampleSimt.DeepGroups(OutputPixels, Planes), x, y, sizes.Rows, sizes.Columns, Planes);
            ResampleSimt.PlanesTransposed(device, ResampleSimt.DeepGroups(InputPixels, Planes), dy, dx, sizes.Rows, sizes.Columns, Planes);
        }
    }

    public override void Run(BufferView x, BufferView y, BufferView dy, BufferView dx)
    {
        sizes.Run(x, y);
        sizes.RunTransposed(dy, dx);
    }
}
