using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>Cases of the numbers at the places of the maxima, for windows of 2×2.</summary>
internal sealed class MaxPool2dGatherFamily : KernelFamily
{
    public override string Name => nameof(MaxPool2dGather);

    public override string Formula => "y[p, o] = x[p, places[p, o]]";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples => SquarePlanes.Examples;

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var planes = new SquarePlanes(shape);
        PoolAxis axis = planes.Halves;
        (int x, int y) = (planes.Length, planes.HalvesLength);
        var sizes = new MaxPool2dGather(planes.Count, axis.Inputs * axis.Inputs, axis.Outputs * axis.Outputs);
        yield return KernelCase.Of(
            "2x2", $"{planes}", [Operand.Uniform(x), MaxPool2dFamily.Places(planes), Operand.Result(y)],
            v => new MaxPool2dGatherLaunch(sizes, v[0], v[1], v[2])) with
        {
            Bytes = 4.0 * (x + (2 * y)),
        };
    }
}
