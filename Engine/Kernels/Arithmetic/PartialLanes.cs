using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// The end of an array that does not fill a register. It goes through the same lanes as the rest, padded with zeros in a small buffer
/// (never beyond the array's end), so that an element's value does not depend on its position.
/// </summary>
internal static unsafe class PartialLanes
{
    /// <summary>Floats of the widest register.</summary>
    public const int Widest = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L>(float* source, int count)
        where L : unmanaged, ILanes<L>
    {
        // A masked load reads only the lanes of the mask.
        if (Avx512F.IsSupported && typeof(L) == typeof(Lanes512))
            return Unsafe.BitCast<Vector512<float>, L>(Avx512F.MaskLoad(source, First512(count), Vector512<float>.Zero));
        if (Avx.IsSupported && typeof(L) == typeof(Lanes256))
            return Unsafe.BitCast<Vector256<float>, L>(Avx.MaskLoad(source, First256(count)));
        return LoadOneByOne<L>(source, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L>(L value, float* target, int count)
        where L : unmanaged, ILanes<L>
    {
        if (Avx512F.IsSupported && typeof(L) == typeof(Lanes512))
            Avx512F.MaskStore(target, First512(count), Unsafe.BitCast<L, Vector512<float>>(value));
        else if (Avx.IsSupported && typeof(L) == typeof(Lanes256))
            Avx.MaskStore(target, First256(count), Unsafe.BitCast<L, Vector256<float>>(value));
        else
            StoreOneByOne(value, target, count);
    }

    /// <summary>
    /// A whole register if <paramref name="left"/> elements fill one, else the rest of the array. For loops that are not hot; hot loops
    /// use <see cref="IRegisterAccess"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L LoadUpTo<L>(float* source, int left)
        where L : unmanaged, ILanes<L> =>
        left >= L.Count ? L.Load(source) : Load<L>(source, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpTo<L>(L value, float* target, int left)
        where L : unmanaged, ILanes<L>
    {
        if (left >= L.Count)
            value.Store(target);
        else
            Store(value, target, left);
    }

    /// <summary>The sum of the first <paramref name="count"/> lanes, in their order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Sum<L>(L value, int count)
        where L : unmanaged, ILanes<L>
    {
        float* padded = stackalloc float[Widest];
        value.Store(padded);
        float sum = 0;
        for (int i = 0; i < count; i++)
            sum += padded[i];
        return sum;
    }

    private static Vector512<float> First512(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static Vector256<float> First256(int count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L LoadOneByOne<L>(float* source, int count)
        where L : unmanaged, ILanes<L>
    {
        float* padded = stackalloc float[Widest];
        L.Zero.Store(padded);
        for (int i = 0; i < count; i++)
            padded[i] = source[i];
        return L.Load(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreOneByOne<L>(L value, float* target, int count)
        where L : unmanaged, ILanes<L>
    {
        float* padded = stackalloc float[Widest];
        value.Store(padded);
        for (int i = 0; i < count; i++)
            target[i] = padded[i];
    }
}
