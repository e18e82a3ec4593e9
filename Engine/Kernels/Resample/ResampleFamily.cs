namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>Cases of images made twice as large, half as large, or one pixel, padded and blurred, and of the gradients.</summary>
internal sealed class ResampleFamily : KernelFamily
{
    public override string Name => nameof(Resample<>);

    public override string Formula => "y[p, o, q] = Σⱼ v(q, j) · Σᵢ w(o, i) · x[p, i, j], with weights w and v by axis";

    public override double OperationsPerElement => 1;

    public override IReadOnlyList<KernelExample> Examples => SquarePlanes.Examples;

    public override IEnumerable<KernelCase> Cases(CaseShape shape)
    {
        var planes = new SquarePlanes(shape);
        var nearest = new Nearest(planes.Side, 2 * planes.Side);
        var bilinear = new Bilinear(planes.Side, 2 * planes.Side, alignCorners: false);
        var average = new AveragePool(planes.Halves, countPadding: true);
        var pad = new ReflectionPad(planes.Side, 1, 1);
        var blur = new BinomialFilter(planes.Side, taps: 3, up: 1, down: 1, before: 1, after: 1);
        var blurUp = new BinomialFilter(planes.Side, taps: 4, up: 2, down: 1, before: 2, after: 1);
        return
        [
            Forward("nearest x2", planes, nearest), Backward("nearest x2, gradient", planes, nearest),
            Forward("bilinear x2", planes, bilinear), Backward("bilinear x2, gradient", planes, bilinear),
            Forward("average 2x2", planes, average), Backward("average 2x2, gradient", planes, average),
            Forward("average of all", planes, new AdaptiveAverage(planes.Side, 1)),
            Forward("reflection pad 1", planes, pad), Backward("reflection pad 1, gradient", planes, pad),
            Forward("blur", planes, blur), Forward("blur x2", planes, blurUp), Backward("blur x2, gradient", planes, blurUp),
        ];
    }

    private static KernelCase Forward<TAxis>(string name, SquarePlanes planes, TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        var sizes = new Resample<TAxis>(planes.Count, axis, axis);
        (int x, int y) = (planes.Length, planes.Count * axis.Outputs * axis.Outputs);
        return KernelCase.Of(
            name, $"{planes}", [Operand.Uniform(x), Operand.Result(y)], v => new ResampleLaunch<TAxis>(sizes, v[0], v[1])) with
        {
            Bytes = 4.0 * (x + y),
        };
    }

    private static KernelCase Backward<TAxis>(string name, SquarePlanes planes, TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        var sizes = new Resample<TAxis>(planes.Count, axis, axis);
        (int x, int y) = (planes.Length, planes.Count * axis.Outputs * axis.Outputs);
        return KernelCase.Of(
            name, $"{planes}", [Operand.Uniform(y), Operand.Result(x)], v => new ResampleTransposedLaunch<TAxis>(sizes, v[0], v[1])) with
        {
            Bytes = 4.0 * (x + y),
        };
    }
}
