using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// 16 floats: AVX-512. Where the framework calls 512-bit vectors "not accelerated" (see <c>SimdWidth.Widest</c>) the matrix product still
/// uses them, so the hot operations call the instructions directly. Without AVX-512 everything is computed in halves, so that this width
/// can be tested on any machine.
/// </summary>
public readonly unsafe struct Lanes512(Vector512<float> v) : ILanes<Lanes512>
{
    private readonly Vector512<float> v = v;

    public static int Count => 16;

    public static Lanes512 Zero => new(Vector512<float>.Zero);

    public float this[int index] => v.GetElement(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(float value) =>
        new(Avx512F.IsSupported ? Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(value)) : Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(a.v, b.v, c.v) : Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 FusedMultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(Avx512F.IsSupported ? Avx512F.Add(a.v, b.v) : a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(Avx512F.IsSupported ? Avx512F.Subtract(a.v, b.v) : a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, Lanes512 b) => new(Avx512F.IsSupported ? Avx512F.Multiply(a.v, b.v) : a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 a, Lanes512 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, double b) => a + Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, double b) => a - Broadcast((float)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, double b) => a * Broadcast((float)b);

    // Floats and pairs of them: defined here, since the JIT does not inline the interface's defaults.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, float b) => a + Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, float b) => a - Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, float b) => a * Broadcast(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(float a, Lanes512 b) => Broadcast(a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(float a, Lanes512 b) => Broadcast(a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, FloatPair b) => a + Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, FloatPair b) => a * Broadcast(b.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(double a, Lanes512 b) => Broadcast((float)a) - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(double a, Lanes512 b) => Broadcast((float)a) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Like(Lanes512 x, double value) => Broadcast((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Like(Lanes512 x, FloatPair value) => Broadcast(value.Nearest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 x) => new(Vector512.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Abs(Lanes512 x) => new(Vector512.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 a, Lanes512 b) => new(Vector512.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Min(Lanes512 a, Lanes512 b) => new(Vector512.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Greater(Lanes512 a, Lanes512 b) => new(Vector512.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 GreaterOrEqual(Lanes512 a, Lanes512 b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Equal(Lanes512 a, Lanes512 b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Select(Lanes512 mask, Lanes512 a, Lanes512 b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 CopySign(Lanes512 magnitude, Lanes512 sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0f), sign.v, magnitude.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Round(Lanes512 x) => new(Vector512.Round(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 PowerOfTwo(Lanes512 n) => new(((Vector512.ConvertToInt32(n.v) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Split(Lanes512 x, out Lanes512 exponent)
    {
        Vector512<int> bits = x.v.AsInt32();
        exponent = new(Vector512.ConvertToSingle((bits >>> 23) - Vector512.Create(126)));
        return new(((bits & Vector512.Create(0x007FFFFF)) | Vector512.Create(0x3F000000)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 UnitInterval(uint* words) =>
        new(Vector512.ConvertToSingle((Vector512.Load(words) >>> 8).AsInt32()) * Vector512.Create(1f / (1 << 24)));

    public static Lanes512 Exp(Lanes512 x) => LaneMath.Exp(x);

    public static Lanes512 Expm1(Lanes512 x) => LaneMath.Expm1(x);

    public static Lanes512 Log(Lanes512 x) => LaneMath.Log(x);

    public static Lanes512 Log1p(Lanes512 x) => LaneMath.Log1p(x);

    public static Lanes512 Tanh(Lanes512 x) => LaneMath.Tanh(x);

    public static Lanes512 Sigmoid(Lanes512 x) => LaneMath.Sigmoid(x);

    public static Lanes512 Erf(Lanes512 x) => ErrorFunction.Erf(x);

    public static Lanes512 Pow(Lanes512 a, Lanes512 b) => LaneMath.Pow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => new Lanes256(v.GetLower() + v.GetUpper()).Sum();
}
