using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>Cases of the gradients of unary formulas over whole tensors.</summary>
internal sealed class UnaryGradientFamily : KernelFamily
{
    public override string Name => nameof(UnaryGradient);

    public override string Formula => "dx = dy · f′(x)";

    public override double OperationsPerElement => 2;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1024), "the widest layer of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Of(shape, new LeakyRelu(0.2f)), Of<Tanh>(shape)];

    public static KernelCase Of<TFormula>(CaseShape shape, TFormula formula = default)
        where TFormula : unmanaged, IUnaryFormula =>
        KernelCase.Of(
            typeof(TFormula).Name, $"{shape}",
            [Operand.Uniform(shape.Size), Operand.Uniform(shape.Size), Operand.Uniform(shape.Size), Operand.Result(shape.Size)],
            v => new UnaryGradientLaunch<TFormula>(v[0], v[1], v[2], v[3], formula)) with
        {
            // Besides dy, a formula reads x or y, whichever its derivative uses.
            Bytes = 12.0 * shape.Size,
        };
}
