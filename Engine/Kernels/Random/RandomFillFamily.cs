namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>Cases of noise. The launch itself moves the counter on, so each launch does new work.</summary>
internal sealed class RandomFillFamily : KernelFamily
{
    public override string Name => nameof(RandomFill);

    public override string Formula => "y = random numbers of a distribution, from Philox";

    // Two numbers take one root, one logarithm, one sine and one cosine.
    public override double OperationsPerElement => 6;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 100), "the noise for the mlp model at batch 64"),
        new(new(64, 784), "the images of the mlp model at batch 64"),
        new(new(4096, 4096), "more than any cache holds"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape) => [Normal(shape)];

    public static KernelCase Normal(CaseShape shape) =>
        KernelCase.Of(
            "normal", $"{shape}", [Operand.Updated(Operand.Words(7, 11, 0, 0)), Operand.Result(shape.Size)],
            v => new RandomFillLaunch<NormalDistribution>(v[0], v[1], new NormalDistribution(0, 1))) with
        {
            Bytes = 4.0 * shape.Size,
        };
}
