namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>Cases of the gradient of binary cross-entropy by the prediction.</summary>
internal sealed class LossGradientFamily : KernelFamily
{
    public override string Name => nameof(LossGradient);

    public override string Formula => "dᵢ = dy/n · ∂f(predictionᵢ, targetᵢ), by the prediction or by the target";

    public override double OperationsPerElement => 5;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1), "a discriminator's answers to a batch of 64"),
        new(new(64, 784), "the images of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [BinaryCrossEntropy(shape)];

    public static KernelCase BinaryCrossEntropy(CaseShape shape)
    {
        int n = shape.Size;
        return KernelCase.Of(
            nameof(BinaryCrossEntropy), $"{shape}",
            [Operand.Uniform(n, 0.01f, 0.99f), Operand.Indices(n, 2), Operand.Filled(1, n), Operand.Result(n)],
            v => new LossGradientLaunch<BinaryCrossEntropy>(v[0], v[1], v[2], v[3], default, ByTarget: false)) with
        {
            Bytes = 12.0 * n,
        };
    }
}
