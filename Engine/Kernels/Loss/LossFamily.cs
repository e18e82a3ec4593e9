namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>Cases of binary cross-entropy, the loss of both players, over a batch of answers and over much more.</summary>
internal sealed class LossFamily : KernelFamily
{
    public override string Name => nameof(Loss);

    public override string Formula => "y = 1/n Σ f(predictionᵢ, targetᵢ)";

    public override double OperationsPerElement => 6;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 1), "a discriminator's answers to a batch of 64"),
        new(new(64, 784), "the images of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [BinaryCrossEntropy(shape)];

    public static KernelCase BinaryCrossEntropy(CaseShape shape) =>
        KernelCase.Of(
            nameof(BinaryCrossEntropy), $"{shape}",
            [Operand.Uniform(shape.Size, 0.01f, 0.99f), Operand.Indices(shape.Size, 2), Operand.Result(1)],
            v => new LossLaunch<BinaryCrossEntropy>(v[0], v[1], v[2], default)) with
        {
            Bytes = 8.0 * shape.Size,
            Tolerance = 1e-4,
        };
}
