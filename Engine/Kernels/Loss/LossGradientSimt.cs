using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// <see cref="LossGradient"/> on a GPU, or on a processor behind OpenCL. Every item reads the one incoming gradient itself.
/// </summary>
internal static partial class LossGradientSimt
{
    public static KernelVersions<LossGradientLaunch<TFormula>> Gpu<TFormula>()
        where TFormula : unmanaged, ILossFormula => KernelVersions<LossGradientLaunch<TFormula>>.Ladder([
        new("Element", "one item per pair", static (device, in work) => Element(
            device, Division.Groups(work.D.Length), work.Prediction, work.Target, work.DY, work.D, work.Formula, work.ByTarget))]);

    public static KernelVersions<LossGradientLaunch<TFormula>> Processor<TFormula>()
        where TFormula : unmanaged, ILossFormula => KernelVersions<LossGradientLaunch<TFormula>>.Ladder([
        new("Stretch", "one item per run of pairs", static (device, in work) => Stretch(
            device, Division.Runs(device, work.D.Length), work.Prediction, work.Target, work.DY, work.D, work.Formula, work.ByTarget))]);

    [Kernel]
    internal static void Element<TFormula>(
        ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> dy, ArrayView<float> d, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < d.IntLength)
            d[i] = dy[0] / (float)d.IntLength * Derivative(prediction[i], target[i], formula, byTarget);
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TFormula>(
        ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> dy, ArrayView<float> d, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula
    {
        float scale = dy[0] / (float)d.IntLength;
        int begin = Division.Begin(d.IntLength), end = Division.End(d.IntLength);
        if (byTarget)
        {
            for (int i = begin; i < end; i++)
                d[i] = scale * Derivative(prediction[i], target[i], formula, true);
        }
        else
        {
            for (int i = begin; i < end; i++)
                d[i] = scale * Derivative(prediction[i], target[i], formula, false);
        }
    }

    // A loss's derivatives do without its value (ILossFormula), so anything may stand for it.
    private static float Derivative<TFormula>(float p, float t, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula =>
        byTarget ? formula.DerivativeB<Lane>(p, t, p).Value : formula.DerivativeA<Lane>(p, t, p).Value;
}
