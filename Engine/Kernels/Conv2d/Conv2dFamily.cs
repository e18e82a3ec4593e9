using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Cases of convolutions of images with 14×14 pixels. The rows of a shape are images, its columns output channels, its depth input
/// channels; without a depth the images have one channel.
/// </summary>
internal sealed class Conv2dFamily : KernelFamily
{
    private const int Pixels = 14;

    // Sizes that the reference and the slowest version finish in a fraction of a second.
    private static readonly CaseShape Small = new(16, 32, 16);

    public override string Name => nameof(Conv2d);

    public override string Formula => "y = f(x ⋆ w + bias)";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples => Layers;

    /// <summary>The shapes at which all three kernels of a convolution are measured.</summary>
    internal static IReadOnlyList<KernelExample> Layers { get; } =
    [
        new(new(64, 128, 64), "a layer in the middle of the convolutional models at batch 64"),
        new(new(64, 64, 1), "the first layer of a discriminator"),
        new(new(256, 128, 64), "a batch that fills any device"),
    ];

    /// <summary>Kernels that halve the image size, and kernels that keep it.</summary>
    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Layer(shape, 5, 2), Layer(shape, 3, 1)];

    /// <summary>With or without a bias. A kernel as large as its image is a matrix product.</summary>
    public static KernelCase Of(string name, string shape, Conv2d sizes, bool bias)
    {
        Operand x = Uniform(sizes.LengthX), w = Uniform(sizes.LengthW), y = Operand.Result(checked((int)sizes.LengthY));
        Operand[] operands = bias ? [x, w, Operand.Uniform(sizes.O), y] : [x, w, y];
        KernelCase work = sizes.IsMatMul
            ? KernelCase.Of(
                name, shape, operands,
                v => new MatMulLaunch<Identity>(sizes.Product, v[0], v[1], bias ? v[2] : null, v[^1], default))
            : KernelCase.Of(
                name, shape, operands, v => new Conv2dLaunch<Identity>(sizes, v[0], v[1], bias ? v[2] : null, v[^1], default));
        return work with
        {
            Family = nameof(Conv2d),
            Flops = sizes.Flops,
            Tolerance = Tolerance(sizes.GroupC * sizes.KH * sizes.KW),
        };
    }

    /// <summary>Padding that keeps the image size, or halves it.</summary>
    internal static Conv2d Sizes(CaseShape shape, int kernel, int stride) =>
        new(shape.Rows, Math.Max(shape.Depth, 1), Pixels, Pixels, shape.Columns, kernel, kernel, new Conv2dOptions(stride, kernel / 2));

    /// <summary>A shape that replaces a large one, otherwise null.</summary>
    internal static CaseShape? SmallFor(CaseShape shape) =>
        (double)shape.Size * Math.Max(shape.Depth, 1) > (double)Small.Size * Small.Depth ? Small : null;

    /// <summary>Tolerance for sums of so many terms.</summary>
    internal static double Tolerance(int terms) => 1e-6 * (4 + (terms / 4.0));

    internal static Operand Uniform(long length) => Operand.Uniform(checked((int)length));

    private static KernelCase Layer(CaseShape shape, int kernel, int stride) =>
        Of($"k{kernel} s{stride}", $"{shape}", Sizes(shape, kernel, stride), bias: true) with
        {
            Small = SmallFor(shape) is CaseShape small ? Layer(small, kernel, stride) : null,
        };
}
