using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>4 floats: SSE, NEON, or plain code where intrinsics are switched off.</summary>
public readonly unsafe struct Lanes128(Vector128<float> v) : ILanes<Lanes128>
{
    private readonly Vector128<float> v = v;

    public static int Count => 4;

    public static Lanes128 Zero => new(Vector128<float>.Zero);

    public float this[int index] => v.GetElement(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(Vector128.IsHardwareAccelerated ? Vector128.MultiplyAddEstimate(a.v, b.v, c.v) : (a.v * b.v) + c.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedMultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, Lanes128 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, Lanes128 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 a, Lanes128 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, double b) => a + Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, double b) => a - Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, double b) => a * Broadcast((float)b);

    // Floats and pairs of them: defined here, since the JIT does not inline the interface's defaults.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, float b) => a + Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, float b) => a - Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, float b) => a * Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(float a, Lanes128 b) => Broadcast(a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(float a, Lanes128 b) => Broadcast(a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, FloatPair b) => a + Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, FloatPair b) => a * Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(double a, Lanes128 b) => Broadcast((float)a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(double a, Lanes128 b) => Broadcast((float)a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Like(Lanes128 x, double value) => Broadcast((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Like(Lanes128 x, FloatPair value) => Broadcast(value.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 x) => new(Vector128.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Abs(Lanes128 x) => new(Vector128.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Max(Lanes128 a, Lanes128 b) => new(Vector128.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Min(Lanes128 a, Lanes128 b) => new(Vector128.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Greater(Lanes128 a, Lanes128 b) => new(Vector128.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 GreaterOrEqual(Lanes128 a, Lanes128 b) => new(Vector128.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Equal(Lanes128 a, Lanes128 b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 a, Lanes128 b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 CopySign(Lanes128 magnitude, Lanes128 sign) =>
        new(Vector128.ConditionalSelect(Vector128.Create(-0f), sign.v, magnitude.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Round(Lanes128 x) => new(Vector128.Round(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 PowerOfTwo(Lanes128 n) => new(((Vector128.ConvertToInt32(n.v) + Vector128.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Split(Lanes128 x, out Lanes128 exponent)
    {
        Vector128<int> bits = x.v.AsInt32();
        exponent = new(Vector128.ConvertToSingle((bits >>> 23) - Vector128.Create(126)));
        return new(((bits & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F000000)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 UnitInterval(uint* words) =>
        new(Vector128.ConvertToSingle((Vector128.Load(words) >>> 8).AsInt32()) * Vector128.Create(1f / (1 << 24)));

    public static Lanes128 Exp(Lanes128 x) => LaneMath.Exp(x);

    public static Lanes128 Expm1(Lanes128 x) => LaneMath.Expm1(x);

    public static Lanes128 Log(Lanes128 x) => LaneMath.Log(x);

    public static Lanes128 Log1p(Lanes128 x) => LaneMath.Log1p(x);

    public static Lanes128 Tanh(Lanes128 x) => LaneMath.Tanh(x);

    public static Lanes128 Sigmoid(Lanes128 x) => LaneMath.Sigmoid(x);

    public static Lanes128 Erf(Lanes128 x) => ErrorFunction.Erf(x);

    public static Lanes128 Pow(Lanes128 a, Lanes128 b) => LaneMath.Pow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => v[0] + v[2] + (v[1] + v[3]);
}
