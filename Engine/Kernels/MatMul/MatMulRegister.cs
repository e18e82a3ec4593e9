using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// The vector operations of the innermost kernel. It could be written over lanes (<c>ILanes</c>), but the just-in-time compiler then
/// copies one accumulator per row and step: it does not recognise that a wrapped vector is written back to its own place. Plain vectors
/// compile to nothing but loads, broadcasts and fused multiply-adds (68 → 81 GFLOP/s while another hyperthread was busy).
/// </summary>
internal unsafe interface IRegister<V>
{
    static abstract int Count { get; }

    static abstract V Zero { get; }

    static abstract V Load(float* source);

    static abstract void Store(V value, float* target);

    static abstract V Broadcast(float value);

    static abstract V Add(V a, V b);

    static abstract V MultiplyAdd(V a, V b, V c);
}

internal readonly unsafe struct Register128 : IRegister<Vector128<float>>
{
    public static int Count => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.IsHardwareAccelerated ? Vector128.MultiplyAddEstimate(a, b, c) : (a * b) + c;
}

internal readonly unsafe struct Register256 : IRegister<Vector256<float>>
{
    public static int Count => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
}

/// <summary>Calls the instructions directly, for the reason given at <c>Lanes512</c>.</summary>
internal readonly unsafe struct Register512 : IRegister<Vector512<float>>
{
    public static int Count => 16;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Avx512F.IsSupported ? Avx512F.LoadVector512(source) : Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target)
    {
        if (Avx512F.IsSupported)
            Avx512F.Store(target, value);
        else
            value.Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) =>
        Avx512F.IsSupported ? Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(value)) : Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported ? Avx512F.Add(a, b) : a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(a, b, c) : Vector512.FusedMultiplyAdd(a, b, c);
}
