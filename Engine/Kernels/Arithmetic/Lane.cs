using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// One float in the arithmetic of formulas: the number type of an item of a SIMT kernel. In C it is a plain float and the operators are
/// C's own; everything else is translated from here.
/// </summary>
[Transparent]
public readonly struct Lane(float value) : IExactArithmetic<Lane>
{
    public float Value { get; } = value;

    public static implicit operator Lane(float value) => new(value);

    public static Lane operator +(Lane a, Lane b) => new(a.Value + b.Value);

    public static Lane operator -(Lane a, Lane b) => new(a.Value - b.Value);

    public static Lane operator *(Lane a, Lane b) => new(a.Value * b.Value);

    public static Lane operator /(Lane a, Lane b) => new(a.Value / b.Value);

    public static Lane operator -(Lane a) => new(-a.Value);

    public static Lane operator +(Lane a, double b) => new(a.Value + (float)b);

    public static Lane operator -(Lane a, double b) => new(a.Value - (float)b);

    public static Lane operator *(Lane a, double b) => new(a.Value * (float)b);

    public static Lane operator -(double a, Lane b) => new((float)a - b.Value);

    public static Lane operator /(double a, Lane b) => new((float)a / b.Value);

    public static Lane operator +(Lane a, float b) => new(a.Value + b);

    public static Lane operator -(Lane a, float b) => new(a.Value - b);

    public static Lane operator *(Lane a, float b) => new(a.Value * b);

    public static Lane operator -(float a, Lane b) => new(a - b.Value);

    public static Lane operator /(float a, Lane b) => new(a / b.Value);

    public static Lane operator +(Lane a, FloatPair b) => new(a.Value + b.Nearest);

    public static Lane operator *(Lane a, FloatPair b) => new(a.Value * b.Nearest);

    public static Lane Like(Lane x, double value) => new((float)value);

    public static Lane Like(Lane x, float value) => new(value);

    public static Lane Like(Lane x, FloatPair value) => new(value.Nearest);

    public static Lane Exp(Lane x) => LaneMath.Exp(x);

    public static Lane Expm1(Lane x) => LaneMath.Expm1(x);

    public static Lane Log(Lane x) => LaneMath.Log(x);

    public static Lane Log1p(Lane x) => LaneMath.Log1p(x);

    public static Lane Sqrt(Lane x) => new(MathF.Sqrt(x.Value));

    public static Lane Abs(Lane x) => new(MathF.Abs(x.Value));

    public static Lane Tanh(Lane x) => LaneMath.Tanh(x);

    public static Lane Sigmoid(Lane x) => LaneMath.Sigmoid(x);

    public static Lane Erf(Lane x) => ErrorFunction.Erf(x);

    public static Lane Pow(Lane a, Lane b) => new(MathF.Pow(a.Value, b.Value));

    // For a > b with a constant a ILGPU emits b < a in a form that is true if b is NaN (Engine/Translation/README.md). So b is also
    // compared with itself: false if b is NaN. If b is a constant, compilers drop that comparison. The maximum of 0 and −0 is b.
    public static Lane Max(Lane a, Lane b) => !(a.Value <= b.Value) & (b.Value == b.Value) ? a : b;

    public static Lane Min(Lane a, Lane b) => !(a.Value >= b.Value) & (b.Value == b.Value) ? a : b;

    public static Lane Greater(Lane a, Lane b) => new((a.Value > b.Value) & (b.Value == b.Value) ? 1f : 0f);

    public static Lane GreaterOrEqual(Lane a, Lane b) => new((a.Value >= b.Value) & (b.Value == b.Value) ? 1f : 0f);

    public static Lane Equal(Lane a, Lane b) => new(a.Value == b.Value ? 1f : 0f);

    public static Lane Select(Lane mask, Lane a, Lane b) => mask.Value != 0 ? a : b;

    public static Lane FusedMultiplyAdd(Lane a, Lane b, Lane c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <summary>Always fused: every GPU has the instruction, and so has every processor worth using through OpenCL.</summary>
    public static Lane MultiplyAdd(Lane a, Lane b, Lane c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    public static Lane CopySign(Lane magnitude, Lane sign) =>
        new(Interop.IntAsFloat((Interop.FloatAsInt(magnitude.Value) & 0x7FFFFFFF) | (Interop.FloatAsInt(sign.Value) & 0x80000000)));

    public static Lane Round(Lane x)
    {
        // From 2²³ on floats have no bits for a fraction: adding 2²³ to the magnitude rounds it, half to even as every sum does, and
        // subtracting it restores the number. The library's function gives the same result but keeps PoCL from vectorizing the loop
        // around it: exp and tanh run at a third of the speed with it.
        float magnitude = MathF.Abs(x.Value), rounded = magnitude + 8388608f - 8388608f, signed = x.Value < 0 ? -rounded : rounded;
        return new(magnitude < 8388608f ? signed : x.Value);
    }

    public static Lane PowerOfTwo(Lane n) => new(Interop.IntAsFloat((uint)((int)n.Value + 127) << 23));

    public static Lane Split(Lane x, out Lane exponent)
    {
        uint bits = Interop.FloatAsInt(x.Value);
        exponent = new((float)((int)(bits >> 23) - 126));
        return new(Interop.IntAsFloat((bits & 0x007FFFFF) | 0x3F000000));
    }
}
