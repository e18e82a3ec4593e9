using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>The meaning of <see cref="Loss"/>.</summary>
internal static class LossReference
{
    public static void Run<T, TFormula>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, Span<T> y, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : unmanaged, ILossFormula
    {
        T sum = T.Zero;
        for (int i = 0; i < prediction.Length; i++)
            sum += formula.Value<Scalar<T>>(prediction[i], target[i]).Value;
        y[0] = sum / T.CreateChecked(prediction.Length);
    }
}
