using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>The definition of <see cref="ParameterUpdate"/>. State that the rule does not keep is an empty span.</summary>
internal static class ParameterUpdateReference
{
    public static void Run<T, TRule>(
        Span<T> p, ReadOnlySpan<T> g, T learningRate, Span<T> steps, Span<T> s0, Span<T> s1, Span<T> s2, TRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        StepNumbers now = rule.At(double.CreateTruncating(steps[0]) + 1, double.CreateTruncating(learningRate));
        Scalar<T> first = T.CreateTruncating(now.First), second = T.CreateTruncating(now.Second), third = T.CreateTruncating(now.Third);
        for (int i = 0; i < p.Length; i++)
        {
            Scalar<T> value = p[i], a = At(s0, i), b = At(s1, i), c = At(s2, i);
            rule.Apply(ref value, g[i], ref a, ref b, ref c, first, second, third);
            p[i] = value.Value;
            Put(s0, i, a);
            Put(s1, i, b);
            Put(s2, i, c);
        }

        foreach (ref T step in steps)
            step += T.One;
    }

    private static Scalar<T> At<T>(Span<T> state, int i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        state.IsEmpty ? T.Zero : state[i];

    private static void Put<T>(Span<T> state, int i, Scalar<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!state.IsEmpty)
            state[i] = value.Value;
    }
}
