using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>Cases of the gradient by the weights, for the layers of <see cref="Conv2dFamily"/>.</summary>
internal sealed class Conv2dWeightGradientFamily : KernelFamily
{
    public override string Name => nameof(Conv2dWeightGradient);

    public override string Formula => "dw[o, c, ky, kx] = Σ dy[n, o, oy, ox] · x[n, c, oy·stride + ky·dilation − top, …]";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples => Conv2dFamily.Layers;

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Layer(shape, 5, 2), Layer(shape, 3, 1)];

    /// <summary>A kernel as large as its image is a matrix product.</summary>
    /// <param name="sizes">Those of the convolution whose gradient this is.</param>
    public static KernelCase Of(string name, string shape, Conv2d sizes)
    {
        var gradient = new Conv2dWeightGradient(sizes);
        Operand[] operands =
        [
            Conv2dFamily.Uniform(sizes.LengthX), Conv2dFamily.Uniform(sizes.LengthY), Operand.Result(checked((int)sizes.LengthW)),
        ];
        KernelCase work = sizes.IsMatMul
            ? KernelCase.Of(name, shape, operands, v => new MatMulLaunch<Identity>(gradient.Product, v[1], v[0], null, v[2], default))
            : KernelCase.Of(name, shape, operands, v => new Conv2dWeightGradientLaunch(gradient, v[0], v[1], v[2]));
        return work with
        {
            Family = nameof(Conv2dWeightGradient),
            Flops = sizes.Flops,
            Tolerance = Conv2dFamily.Tolerance(sizes.N * sizes.OutH * sizes.OutW),
        };
    }

    private static KernelCase Layer(CaseShape shape, int kernel, int stride) =>
        Of($"k{kernel} s{stride}", $"{shape}", Conv2dFamily.Sizes(shape, kernel, stride)) with
        {
            Small = Conv2dFamily.SmallFor(shape) is CaseShape small ? Layer(small, kernel, stride) : null,
        };
}
