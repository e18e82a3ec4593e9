using GanFromScratch.Engine.Kernels.MaxPool2d;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>Images of another size, twice as large or half as large: rows are planes, columns the pixels of one, which is square.</summary>
internal static class PoolingCases
{
    public static IEnumerable<KernelCase> Resample(CaseShape s)
    {
        int side = Side(s);
        var nearest = new Nearest(side, 2 * side);
        var bilinear = new Bilinear(side, 2 * side, alignCorners: false);
        var average = new AveragePool(new PoolSizes(2).Rows(side), countPadding: true);
        return
        [
            Forward("nearest x2", s, nearest), Backward("nearest x2, gradient", s, nearest), Forward("bilinear x2", s, bilinear), Backward(
                "bilinear x2, gradient", s, bilinear),
            Forward("average 2x2", s, average), Backward("average 2x2, gradient", s, average), Forward(
                "average of all", s, new AdaptiveAverage(side, 1)),
        ];
    }

    public static IEnumerable<KernelCase> MaxPool2d(CaseShape s)
    {
        (PoolAxis axis, int x, int y) = Halves(s);
        var sizes = new MaxPool2d(s.Rows, axis, axis);
        yield return new KernelCase(
            "MaxPool2d", "2x2", Shape(s), [Operand.Uniform(x), Operand.Result(y), Operand.Result(y)], v => sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 4.0 * (x + (2 * y)),
            Rungs = [(d, v) => MaxPool2dSimt.Windows(d, Division.Groups(y), v[0], v[1], v[2], axis, axis)],
        };
    }

    public static IEnumerable<KernelCase> MaxPool2dGradient(CaseShape s)
    {
        (PoolAxis axis, int x, int y) = Halves(s);
        var sizes = new MaxPool2dGradient(s.Rows, axis, axis);
        yield return new KernelCase(
            "MaxPool2dGradient", "2x2", Shape(s), [Operand.Uniform(y), Places(axis, y), Operand.Result(x)],
            v => sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 4.0 * (x + (2 * y)),
            Rungs = [(d, v) => MaxPool2dGradientSimt.Pixels(d, Division.Groups(x), v[0], v[1], v[2], axis, axis)],
        };
    }

    public static IEnumerable<KernelCase> MaxPool2dGather(CaseShape s)
    {
        (PoolAxis axis, int x, int y) = Halves(s);
        int inputs = axis.Inputs * axis.Inputs, outputs = axis.Outputs * axis.Outputs;
        var sizes = new MaxPool2dGather(s.Rows, inputs, outputs);
        yield return new KernelCase(
            "MaxPool2dGather", "2x2", Shape(s), [Operand.Uniform(x), Places(axis, y), Operand.Result(y)], v => sizes.Run(v[0], v[1], v[2]))
        {
            Bytes = 4.0 * (x + (2 * y)),
            Rungs = [(d, v) => MaxPool2dGatherSimt.Elements(d, Division.Groups(y), v[0], v[1], v[2], inputs, outputs)],
        };
    }

    private static KernelCase Forward<TAxis>(string name, CaseShape s, TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        var sizes = new Resample<TAxis>(s.Rows, axis, axis);
        (int x, int y) = (s.Rows * axis.Inputs * axis.Inputs, s.Rows * axis.Outputs * axis.Outputs);
        return new KernelCase("Resample", name, Shape(s), [Operand.Uniform(x), Operand.Result(y)], v => sizes.Run(v[0], v[1]))
        {
            Bytes = 4.0 * (x + y),
            Rungs =
            [
                (d, v) => ResampleSimt.Pixels(d, Division.Groups(y), v[0], v[1], axis, axis),
                (d, v) => ResampleSimt.Planes(d, ResampleSimt.DeepGroups(y / s.Rows, s.Rows), v[0], v[1], axis, axis, s.Rows),
            ],
        };
    }

    private static KernelCase Backward<TAxis>(string name, CaseShape s, TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        var sizes = new Resample<TAxis>(s.Rows, axis, axis);
        (int x, int y) = (s.Rows * axis.Inputs * axis.Inputs, s.Rows * axis.Outputs * axis.Outputs);
        return new KernelCase("Resample", name, Shape(s), [Operand.Uniform(y), Operand.Result(x)], v => sizes.RunTransposed(v[0], v[1]))
        {
            Bytes = 4.0 * (x + y),
            Rungs =
            [
                (d, v) => ResampleSimt.PixelsTransposed(d, Division.Groups(x), v[0], v[1], axis, axis),
                (d, v) => ResampleSimt.PlanesTransposed(d, ResampleSimt.DeepGroups(x / s.Rows, s.Rows), v[0], v[1], axis, axis, s.Rows),
            ],
        };
    }

    private static int Side(CaseShape s) => Math.Max((int)Math.Sqrt(s.Columns), 2);

    private static string Shape(CaseShape s) => $"{s.Rows}x{Side(s)}x{Side(s)}";

    private static (PoolAxis Axis, int X, int Y) Halves(CaseShape s)
    {
        PoolAxis axis = new PoolSizes(2).Rows(Side(s));
        return (axis, s.Rows * axis.Inputs * axis.Inputs, s.Rows * axis.Outputs * axis.Outputs);
    }

    // Now this pixel of a window, now that.
    private static Operand Places(PoolAxis axis, int length) => Operand.Of(length, () =>
    {
        float[] places = new float[length];
        for (int at = 0; at < length; at++)
        {
            int q = at % axis.Outputs, o = at / axis.Outputs % axis.Outputs, which = at % 7;
            places[at] = ((axis.Start(o) + (which / 2 % 2)) * axis.Inputs) + axis.Start(q) + (which % 2);
        }

        return places;
    });
}
