using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>
/// Convolutions of images with 14×14 pixels. The rows of a shape are images, its columns output channels, its depth input channels; without
/// a depth the images have one channel.
/// </summary>
internal static class ConvolutionCases
{
    private const int Pixels = 14;

    // What the reference and the slowest rung do in a fraction of a second.
    private static readonly CaseShape Small = new(16, 32, 16);

    /// <summary>The kernels that shrink images, those that keep their size, and the transpose of the first, which enlarges.</summary>
    public static IEnumerable<KernelCase> Images(CaseShape shape) => [Forward(shape, 5, 2), Forward(shape, 3, 1), Transposed(shape)];

    public static IEnumerable<KernelCase> Weights(CaseShape shape) => [WeightGradient(shape, 5, 2), WeightGradient(shape, 3, 1)];

    private static KernelCase Forward(CaseShape shape, int kernel, int stride)
    {
        Conv2d sizes = Sizes(shape, kernel, stride);
        return Either(
            shape, sizes, transposed: false, $"k{kernel} s{stride}", IsLarge(shape) ? Forward(Small, kernel, stride) : null,
            v => sizes.Run(v[0], v[1], v[2], v[3], default(Identity)));
    }

    private static KernelCase Transposed(CaseShape shape)
    {
        Conv2d sizes = Sizes(shape, 5, 2);
        return Either(
            shape, sizes, transposed: true, "k5 s2 transposed", IsLarge(shape) ? Transposed(Small) : null,
            v => new Conv2dInputGradient(sizes).Run(v[0], v[1], v[2], v[3], default(Identity)));
    }

    private static KernelCase Either(
        CaseShape shape, Conv2d sizes, bool transposed, string name, KernelCase? small, Action<BufferView[]> contract)
    {
        var walk = new Conv2dWalk(sizes, transposed);
        (TapAxis y, TapAxis x) = Conv2dSides.Of(sizes, transposed).Axes(sizes);
        (long source, long target) = transposed ? (sizes.LengthY, sizes.LengthX) : (sizes.LengthX, sizes.LengthY);
        int terms = walk.Steps * walk.Taps;
        return new KernelCase(
            "Conv2d", name, $"{shape}",
            [
                Operand.Uniform((int)source), Operand.Uniform((int)sizes.LengthW), Operand.Uniform(transposed ? sizes.C : sizes.O),
                Operand.Result((int)target)],
            contract)
        {
            Flops = sizes.Flops,
            Tolerance = 1e-6 * (4 + (terms / 4.0)),
            Rungs =
            [
                (d, v) => Conv2dSimt.Element(d, Division.Groups(walk.Length), v[0], v[1], v[2], v[3], walk, y, x, default(Identity)),
                (d, v) =>
                    Conv2dSimt.SharedTile(d, Conv2dSimt.Blocks(walk, y, x, 16), v[0], v[1], v[2], v[3], walk, y, x, default(Identity)),
                (d, v) => Conv2dSimt.RunTiles<Tile4, Identity>(d, walk, y, x, v[0], v[1], v[2], v[3], default),
                (d, v) => Conv2dPanelsSimt.Run(d, sizes, transposed, v[0], v[1], v[2], v[3], default(Identity)),
            ],
            Small = small,
        };
    }

    private static KernelCase WeightGradient(CaseShape shape, int kernel, int stride)
    {
        Conv2d sizes = Sizes(shape, kernel, stride);
        var walk = new WeightWalk(sizes, accumulate: false);
        return new KernelCase(
            "Conv2dWeightGradient", $"k{kernel} s{stride}", $"{shape}",
            [Operand.Uniform((int)sizes.LengthX), Operand.Uniform((int)sizes.LengthY), Operand.Result((int)sizes.LengthW)],
            v => new Conv2dWeightGradient(sizes).Run(v[0], v[1], v[2]))
        {
            Flops = sizes.Flops,
            Tolerance = 1e-6 * (4 + (walk.Positions / 4.0)),
            Rungs =
            [
                (d, v) => Conv2dWeightGradientSimt.Element(d, Division.Groups((int)sizes.LengthW), v[0], v[1], v[2], walk),
                (d, v) => Conv2dWeightGradientSimt.RunTiles<Tile4>(d, walk, v[0], v[1], v[2]),
                (d, v) => Conv2dWeightGradientPanelsSimt.Run(d, sizes, false, v[0], v[1], v[2]),
            ],
            Small = IsLarge(shape) ? WeightGradient(Small, kernel, stride) : null,
        };
    }

    /// <summary>With as many zeros around the image that its size is kept, or halved.</summary>
    private static Conv2d Sizes(CaseShape shape, int kernel, int stride) =>
        new(shape.Rows, Math.Max(shape.Depth, 1), Pixels, Pixels, shape.Columns, kernel, kernel, new ConvolutionSizes(stride, kernel / 2));

    private static bool IsLarge(CaseShape shape) => (double)shape.Size * Math.Max(shape.Depth, 1) > (double)Small.Size * Small.Depth;
}
