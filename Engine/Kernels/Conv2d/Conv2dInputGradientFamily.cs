using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>Cases of the transposed convolution. The layer of <see cref="Conv2dFamily"/> that halves images doubles them here.</summary>
internal sealed class Conv2dInputGradientFamily : KernelFamily
{
    public override string Name => nameof(Conv2dInputGradient);

    public override string Formula => "dx = f(dy ⋆ᵀ w + bias)";

    public override double OperationsPerElement => 0;

    public override IReadOnlyList<KernelExample> Examples => Conv2dFamily.Layers;

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Layer(shape)];

    /// <summary>With or without a bias. Without one, a kernel as large as its image is a matrix product.</summary>
    /// <param name="sizes">Those of the convolution that is transposed.</param>
    public static KernelCase Of(string name, string shape, Conv2d sizes, bool bias)
    {
        Operand dy = Conv2dFamily.Uniform(sizes.LengthY), w = Conv2dFamily.Uniform(sizes.LengthW);
        Operand dx = Operand.Result(checked((int)sizes.LengthX));
        Operand[] operands = bias ? [dy, w, Operand.Uniform(sizes.C), dx] : [dy, w, dx];
        KernelCase work = sizes.IsMatMul && !bias
            ? KernelCase.Of(
                name, shape, operands,
                v => new MatMulLaunch<Identity>(new Conv2dInputGradient(sizes).Product, v[0], v[1], null, v[2], default))
            : KernelCase.Of(
                name, shape, operands,
                v => new Conv2dInputGradientLaunch<Identity>(sizes, v[0], v[1], bias ? v[2] : null, v[^1], default));
        return work with
        {
            Family = nameof(Conv2dInputGradient),
            Flops = sizes.Flops,
            Tolerance = Conv2dFamily.Tolerance(sizes.GroupO * sizes.KH * sizes.KW),
        };
    }

    private static KernelCase Layer(CaseShape shape) =>
        Of("k5 s2", $"{shape}", Conv2dFamily.Sizes(shape, 5, 2), bias: true) with
        {
            Small = Conv2dFamily.SmallFor(shape) is CaseShape small ? Layer(small) : null,
        };
}
