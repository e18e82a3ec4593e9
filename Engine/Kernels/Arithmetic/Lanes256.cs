using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>8 floats: AVX2 with FMA.</summary>
public readonly unsafe struct Lanes256(Vector256<float> v) : ILanes<Lanes256>
{
    private readonly Vector256<float> v = v;

    public static int Count => 8;

    public static Lanes256 Zero => new(Vector256<float>.Zero);

    public float this[int index] => v.GetElement(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedMultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, double b) => a + Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, double b) => a - Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, double b) => a * Broadcast((float)b);

    // Floats and pairs of them: defined here, since the JIT does not inline the interface's defaults.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, float b) => a + Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, float b) => a - Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, float b) => a * Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(float a, Lanes256 b) => Broadcast(a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(float a, Lanes256 b) => Broadcast(a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, FloatPair b) => a + Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, FloatPair b) => a * Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(double a, Lanes256 b) => Broadcast((float)a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(double a, Lanes256 b) => Broadcast((float)a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Like(Lanes256 x, double value) => Broadcast((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Like(Lanes256 x, FloatPair value) => Broadcast(value.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 x) => new(Vector256.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 x) => new(Vector256.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Vector256.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 a, Lanes256 b) => new(Vector256.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Greater(Lanes256 a, Lanes256 b) => new(Vector256.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 GreaterOrEqual(Lanes256 a, Lanes256 b) => new(Vector256.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 a, Lanes256 b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 a, Lanes256 b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 CopySign(Lanes256 magnitude, Lanes256 sign) =>
        new(Vector256.ConditionalSelect(Vector256.Create(-0f), sign.v, magnitude.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Round(Lanes256 x) => new(Vector256.Round(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 PowerOfTwo(Lanes256 n) => new(((Vector256.ConvertToInt32(n.v) + Vector256.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Split(Lanes256 x, out Lanes256 exponent)
    {
        Vector256<int> bits = x.v.AsInt32();
        exponent = new(Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(126)));
        return new(((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F000000)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 UnitInterval(uint* words) =>
        new(Vector256.ConvertToSingle((Vector256.Load(words) >>> 8).AsInt32()) * Vector256.Create(1f / (1 << 24)));

    public static Lanes256 Exp(Lanes256 x) => LaneMath.Exp(x);

    public static Lanes256 Expm1(Lanes256 x) => LaneMath.Expm1(x);

    public static Lanes256 Log(Lanes256 x) => LaneMath.Log(x);

    public static Lanes256 Log1p(Lanes256 x) => LaneMath.Log1p(x);

    public static Lanes256 Tanh(Lanes256 x) => LaneMath.Tanh(x);

    public static Lanes256 Sigmoid(Lanes256 x) => LaneMath.Sigmoid(x);

    public static Lanes256 Erf(Lanes256 x) => ErrorFunction.Erf(x);

    public static Lanes256 Pow(Lanes256 a, Lanes256 b) => LaneMath.Pow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => new Lanes128(v.GetLower() + v.GetUpper()).Sum();
}
