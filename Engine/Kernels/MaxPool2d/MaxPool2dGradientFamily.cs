using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>Cases of the backward pass of pooling windows of 2×2.</summary>
internal sealed class MaxPool2dGradientFamily : KernelFamily
{
    public override string Name => nameof(MaxPool2dGradient);

    public override string Formula => "dx[p, i] = Σ dy[p, o] over the windows o whose largest was found at i";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples => SquarePlanes.Examples;

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var planes = new SquarePlanes(shape);
        PoolAxis axis = planes.Halves;
        (int x, int y) = (planes.Length, planes.HalvesLength);
        var sizes = new MaxPool2dGradient(planes.Count, axis, axis);
        yield return KernelCase.Of(
            "2x2", $"{planes}", [Operand.Uniform(y), MaxPool2dFamily.Places(planes), Operand.Result(x)],
            v => new MaxPool2dGradientLaunch(sizes, v[0], v[1], v[2])) with
        {
            Bytes = 4.0 * (x + (2 * y)),
        };
    }
}
