using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Cases of unary formulas over whole tensors.</summary>
internal sealed class UnaryFamily : KernelFamily
{
    public override string Name => nameof(Unary);

    public override string Formula => "y = f(x)";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Of<Relu>(shape), Of<Tanh>(shape)];

    public static KernelCase Of<TFormula>(CaseShape shape, TFormula formula = default)
        where TFormula : unmanaged, IUnaryFormula =>
        KernelCase.Of(
            typeof(TFormula).Name, $"{shape}", [Operand.Uniform(shape.Size), Operand.Result(shape.Size)],
            v => new UnaryLaunch<TFormula>(v[0], v[1], formula)) with
        {
            Bytes = 8.0 * shape.Size,
        };
}
