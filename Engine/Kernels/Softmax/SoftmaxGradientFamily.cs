namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>Cases of the backward pass of the softmax of every row.</summary>
internal sealed class SoftmaxGradientFamily : KernelFamily
{
    public override string Name => nameof(SoftmaxGradient);

    public override string Formula => "dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ·yⱼ), row by row";

    public override double OperationsPerElement => 4;

    public override IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(64, 10), "ten classes at batch 64"),
        new(new(4096, 1024), "long rows, enough for any device"),
    ];

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var sizes = new SoftmaxGradient(shape.Rows, shape.Columns);
        yield return KernelCase.Of(
            "", $"{shape}", [Operand.Uniform(shape.Size, 0, 1), Operand.Uniform(shape.Size), Operand.Result(shape.Size)],
            v => new SoftmaxGradientLaunch(sizes, v[0], v[1], v[2])) with
        {
            Bytes = 12.0 * shape.Size,
            Tolerance = 1e-4,
        };
    }
}
