using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Kernels.MaxPool2d;

/// <summary>Cases of the maximum of every window of 2×2.</summary>
internal sealed class MaxPool2dFamily : KernelFamily
{
    public override string Name => nameof(MaxPool2d);

    public override string Formula => "y[p, o, q] = the largest of x[p] in the window of (o, q), and its place";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples => SquarePlanes.Examples;

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var planes = new SquarePlanes(shape);
        PoolAxis axis = planes.Halves;
        (int x, int y) = (planes.Length, planes.HalvesLength);
        var sizes = new MaxPool2d(planes.Count, axis, axis);
        yield return KernelCase.Of(
            "2x2", $"{planes}", [Operand.Uniform(x), Operand.Result(y), Operand.Result(y)],
            v => new MaxPool2dLaunch(sizes, v[0], v[1], v[2])) with
        {
            Bytes = 4.0 * (x + (2 * y)),
        };
    }

    /// <summary>Places as in a forward pass: varying pixels of a window.</summary>
    internal static Operand Places(SquarePlanes planes) => Operand.Of(planes.HalvesLength, () =>
    {
        PoolAxis axis = planes.Halves;
        float[] places = new float[planes.HalvesLength];
        for (int at = 0; at < places.Length; at++)
        {
            int q = at % axis.Outputs, o = at / axis.Outputs % axis.Outputs, which = at % 7;
            places[at] = ((axis.Start(o) + (which / 2 % 2)) * axis.Inputs) + axis.Start(q) + (which % 2);
        }

        return places;
    });
}
