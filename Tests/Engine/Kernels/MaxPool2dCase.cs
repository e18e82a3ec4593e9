using GanFromScratch.Engine.Kernels.MaxPool2d;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>A max pooling at an awkward size, with what the references say of it.</summary>
internal sealed class MaxPool2dCase
{
    private MaxPool2dCase(int planes, int height, int width, PoolSizes pooling)
    {
        Assert.That(pooling.Mistake(height, width), Is.Null);
        Name = $"{planes}: {height}×{width} by {pooling}";
        Sizes = new MaxPool2d(planes, pooling.Rows(height), pooling.Columns(width));
        LengthX = planes * height * width;
        LengthY = planes * Sizes.Rows.Outputs * Sizes.Columns.Outputs;
        Gradient = new MaxPool2dGradient(planes, Sizes.Rows, Sizes.Columns);
        Gather = new MaxPool2dGather(planes, height * width, Sizes.Rows.Outputs * Sizes.Columns.Outputs);

        // Few different numbers, so that most windows hold their largest more than once; and some that are none.
        X = Array.ConvertAll(
            Numbers.Indices(LengthX, 7), v => v == 6 && LengthX > 30 ? float.NaN : v == 0 ? float.NegativeInfinity : v - 3);
        Dy = Numbers.Uniform(LengthY, seed: 2);
        Ddx = Numbers.Uniform(LengthX, seed: 3);
        (Y, Places, Dx, Ddy) = (new double[LengthY], new double[LengthY], new double[LengthX], new double[LengthY]);
        MaxPool2dReference.Run<double>(Sizes, Numbers.Wide(X), Y, Places);
        MaxPool2dGradientReference.Run<double>(Gradient, Numbers.Wide(Dy), Places, Dx);
        MaxPool2dGatherReference.Run<double>(Gather, Numbers.Wide(Ddx), Places, Ddy);
        WholePlaces = Array.ConvertAll(Places, p => (float)p);
    }

    public static IEnumerable<MaxPool2dCase> All =>
    [
        new(3, 4, 4, new PoolSizes(2)), new(0, 4, 4, new PoolSizes(2)), new(1, 1, 1, new PoolSizes(1)), new(
            2, 9, 37, new PoolSizes(2)), new(2, 8, 34, new PoolSizes(3, 2, 1)),
        new(1, 5, 17, new PoolSizes(3, 1, 1)), new(1, 3, 2, new PoolSizes(7, 1, 3)), new(
            2, 7, 8, new PoolSizes(2, 3, 1, ceilMode: true)), new(1, 11, 10, new PoolSizes(2, 5)),
        new(1, 9, 40, new PoolSizes(3, 2, 1, dilation: 2)), new(
            2, 1, 20, new PoolSizes(1) { KernelW = 5, StrideW = 2, PaddingW = 2, DilationW = 3 }),
        new(
            1, 1, 5,
            new PoolSizes(1)
            {
                KernelH = 2,
                StrideH = 1,
                PaddingH = 1,
                DilationH = 2,
            }), new(4, 2, 2, new PoolSizes(2, 1, 1)), new(1, 33, 70, new PoolSizes(5, 3, 2)),
    ];

    public string Name { get; }

    public MaxPool2d Sizes { get; }

    public MaxPool2dGradient Gradient { get; }

    public MaxPool2dGather Gather { get; }

    public int LengthX { get; }

    public int LengthY { get; }

    public float[] X { get; }

    public float[] Dy { get; }

    public float[] Ddx { get; }

    public float[] WholePlaces { get; }

    public double[] Y { get; }

    public double[] Places { get; }

    public double[] Dx { get; }

    public double[] Ddy { get; }

    public override string ToString() => Name;
}
