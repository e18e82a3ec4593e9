using System.Numerics;
using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>One number in the arithmetic of formulas: the number type of the reference kernels, float or double.</summary>
public readonly struct Scalar<T>(T value) : IExactArithmetic<Scalar<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T Value { get; } = value;

    public static implicit operator Scalar<T>(T value) => new(value);

    public static Scalar<T> operator +(Scalar<T> a, Scalar<T> b) => a.Value + b.Value;

    public static Scalar<T> operator -(Scalar<T> a, Scalar<T> b) => a.Value - b.Value;

    public static Scalar<T> operator *(Scalar<T> a, Scalar<T> b) => a.Value * b.Value;

    public static Scalar<T> operator /(Scalar<T> a, Scalar<T> b) => a.Value / b.Value;

    public static Scalar<T> operator -(Scalar<T> a) => -a.Value;

    public static Scalar<T> operator +(Scalar<T> a, double b) => a.Value + Of(b);

    public static Scalar<T> operator -(Scalar<T> a, double b) => a.Value - Of(b);

    public static Scalar<T> operator *(Scalar<T> a, double b) => a.Value * Of(b);

    public static Scalar<T> operator -(double a, Scalar<T> b) => Of(a) - b.Value;

    public static Scalar<T> operator /(double a, Scalar<T> b) => Of(a) / b.Value;

    public static Scalar<T> Like(Scalar<T> x, double value) => Of(value);

    public static Scalar<T> Exp(Scalar<T> x) => T.Exp(x.Value);

    // The framework's T.ExpM1 and T.LogP1 are Exp(x) - 1 and Log(1 + x): exactly the cancellation to avoid.
    public static Scalar<T> Expm1(Scalar<T> x)
    {
        T half = T.Tanh(x.Value / T.CreateChecked(2));
        return T.Abs(x.Value) < T.One ? T.CreateChecked(2) * half / (T.One - half) : T.Exp(x.Value) - T.One;
    }

    public static Scalar<T> Log(Scalar<T> x) => T.Log(x.Value);

    public static Scalar<T> Log1p(Scalar<T> x)
    {
        // 1 + x rounds; the second term corrects the rounding error (Kahan). At −1 and ∞ it would be 0/0 and ∞ − ∞.
        T rounded = T.One + x.Value;
        if (rounded == T.One)
            return x.Value;
        return rounded == T.Zero || T.IsInfinity(rounded) ? T.Log(rounded) : T.Log(rounded) - ((rounded - T.One - x.Value) / rounded);
    }

    public static Scalar<T> Sqrt(Scalar<T> x) => T.Sqrt(x.Value);

    public static Scalar<T> Abs(Scalar<T> x) => T.Abs(x.Value);

    public static Scalar<T> Tanh(Scalar<T> x) => T.Tanh(x.Value);

    public static Scalar<T> Sigmoid(Scalar<T> x)
    {
        T e = T.Exp(-T.Abs(x.Value));
        return (x.Value >= T.Zero ? T.One : e) / (T.One + e);
    }

    public static Scalar<T> Erf(Scalar<T> x) => ErrorFunction.Erf(x);

    public static Scalar<T> Pow(Scalar<T> a, Scalar<T> b) => T.Pow(a.Value, b.Value);

    public static Scalar<T> Max(Scalar<T> a, Scalar<T> b) => T.Max(a.Value, b.Value);

    public static Scalar<T> Min(Scalar<T> a, Scalar<T> b) => T.Min(a.Value, b.Value);

    public static Scalar<T> Greater(Scalar<T> a, Scalar<T> b) => a.Value > b.Value ? T.One : T.Zero;

    public static Scalar<T> GreaterOrEqual(Scalar<T> a, Scalar<T> b) => a.Value >= b.Value ? T.One : T.Zero;

    public static Scalar<T> Equal(Scalar<T> a, Scalar<T> b) => a.Value == b.Value ? T.One : T.Zero;

    public static Scalar<T> Select(Scalar<T> mask, Scalar<T> a, Scalar<T> b) => mask.Value != T.Zero ? a : b;

    public static Scalar<T> FusedMultiplyAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c) => T.FusedMultiplyAdd(a.Value, b.Value, c.Value);

    public static Scalar<T> MultiplyAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c) => T.MultiplyAddEstimate(a.Value, b.Value, c.Value);

    public static Scalar<T> CopySign(Scalar<T> magnitude, Scalar<T> sign) => T.CopySign(magnitude.Value, sign.Value);

    public static Scalar<T> Round(Scalar<T> x) => T.Round(x.Value);

    public static Scalar<T> PowerOfTwo(Scalar<T> n) => T.ScaleB(T.One, int.CreateTruncating(n.Value));

    public static Scalar<T> Split(Scalar<T> x, out Scalar<T> exponent)
    {
        int e = T.ILogB(x.Value) + 1;
        exponent = T.CreateTruncating(e);
        return T.ScaleB(x.Value, -e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of(double value) => T.CreateTruncating(value);
}
