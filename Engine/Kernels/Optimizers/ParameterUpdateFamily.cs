namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>Cases of an optimizer's step. The launch itself raises the step count, so each launch does new work.</summary>
internal sealed class ParameterUpdateFamily : KernelFamily
{
    public override string Name => nameof(ParameterUpdate);

    public override string Formula => "(p, state) = rule(p, g, state)";

    // Two moments 6, their correction 2, the step 4.
    public override double OperationsPerElement => 12;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(1024, 784), "the weights of the mlp model's largest layer"),
        new(new(4096, 4096), "as many weights as a large model has"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Adam(shape)];

    public static KernelCase Adam(CaseShape shape)
    {
        int n = shape.Size;
        var rule = new AdamRule(Beta1: 0.5, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0, Decoupled: false);
        return KernelCase.Of(
            "Adam", $"{shape}",
            [
                Operand.Updated(Operand.Uniform(n)), Operand.Uniform(n), Operand.Updated(Operand.Filled(n, 0)),
                Operand.Updated(Operand.Filled(n, 0)), Operand.Filled(1, 2e-4f), Operand.Updated(Operand.Filled(1, 0)),
            ],
            v => new ParameterUpdateLaunch<AdamRule>(new UpdateBuffers(v[0], v[1], v[4], v[5], v[2], v[3]), rule)) with
        {
            // Parameter, gradient and two moments are read; all but the gradient are written.
            Bytes = 28.0 * n,
        };
    }
}
