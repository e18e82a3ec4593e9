using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// <see cref="LossGradient"/> on a GPU, or on a processor behind OpenCL. Every item reads the one incoming gradient itself.
/// </summary>
internal static partial class LossGradientSimt
{
    public static void Run<TFormula>(
        SimtDevice device, BufferView prediction, BufferView target, BufferView dy, BufferView d, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula
    {
        if (device.Traits.IsProcessor)
            Stretch(device, Division.Runs(device, d.Length), prediction, target, dy, d, formula, byTarget);
        else
            Element(device, Division.Groups(d.Length), prediction, target, dy, d, formula, byTarget);
    }

    [Kernel(1, "a pair an item")]
    internal static void Element<TFormula>(
        ArrayView<float> prediction, ArrayView<float> target, ArrayView<float> dy, ArrayView<float> d, TFormula formula, bool byTarget)
        where TFormula : unmanaged, ILossFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < d.IntLength)
            d[i] = dy[0] / (float)d.IntLength * Derivative(prediction[i], target[i], formula, byTarget);
    }

    [Kernel(2, "a run of pairs an item", GroupSize = 1)]
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
