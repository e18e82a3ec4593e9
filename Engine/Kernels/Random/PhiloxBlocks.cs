using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// <see cref="Philox"/> for sixteen consecutive counters. The rounds multiply 32-bit words into 64-bit products, so a register of 256
/// bits works on four blocks (one of 512 bits on eight), one in each 64-bit element. Two registers are interleaved to hide latency, since
/// each round waits for the one before. Integer arithmetic is exact, so the result does not depend on any of this.
/// </summary>
internal static unsafe class PhiloxBlocks
{
    /// <summary>Blocks in one go: as many as the widest register has floats.</summary>
    public const int Count = 16;

    /// <summary>Blocks counter … counter + 15. Word w of block b goes to words[16·w + b]: ready to be taken up as lanes.</summary>
    public static void Fill(ulong key, ulong counter, uint* words)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            FillPair<Vector512<ulong>, Wide512>(key, counter, words);
            return;
        }

        for (int block = 0; block < Count; block += 8)
        {
            if (Avx2.IsSupported)
                FillPair<Vector256<ulong>, Wide256>(key, counter + (uint)block, words + block);
            else
                FillOneByOne(key, counter + (uint)block, words + block);
        }
    }

    internal static void FillOneByOne(ulong key, ulong counter, uint* words)
    {
        for (int block = 0; block < 8; block++, counter++, words++)
            (words[0], words[Count], words[2 * Count], words[3 * Count]) = Philox.Block(key, counter);
    }

    /// <summary>As many blocks as two registers have 64-bit elements.</summary>
    private static void FillPair<V, R>(ulong key, ulong counter, uint* words)
        where R : IWideRegister<V>
    {
        // The multiplication ignores the upper halves of the elements; they are dropped at the end.
        V a0 = R.CountFrom(counter), a1 = R.UpperHalves(a0), a2 = R.Broadcast(0), a3 = a2;
        V b0 = R.CountFrom(counter + (uint)R.Count), b1 = R.UpperHalves(b0), b2 = a2, b3 = a2;
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Philox.RoundCount; round++)
        {
            V k0 = R.Broadcast(key0), k1 = R.Broadcast(key1);
            Round<V, R>(ref a0, ref a1, ref a2, ref a3, k0, k1);
            Round<V, R>(ref b0, ref b1, ref b2, ref b3, k0, k1);
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        R.StoreLowerHalves(a0, b0, words);
        R.StoreLowerHalves(a1, b1, words + Count);
        R.StoreLowerHalves(a2, b2, words + (2 * Count));
        R.StoreLowerHalves(a3, b3, words + (3 * Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<V, R>(ref V c0, ref V c1, ref V c2, ref V c3, V k0, V k1)
        where R : IWideRegister<V>
    {
        V p0 = R.MultiplyLowerHalves(c0, Philox.Multiplier0), p1 = R.MultiplyLowerHalves(c2, Philox.Multiplier1);
        c0 = R.Xor(R.UpperHalves(p1), c1, k0);
        c2 = R.Xor(R.UpperHalves(p0), c3, k1);
        c1 = p1;
        c3 = p0;
    }

    /// <summary>What the rounds need of a register of 64-bit elements.</summary>
    private interface IWideRegister<V>
    {
        static abstract int Count { get; }

        static abstract V Broadcast(ulong value);

        /// <summary>first, first + 1, …</summary>
        static abstract V CountFrom(ulong first);

        /// <summary>Products of 64 bits of the elements' lower halves with one factor.</summary>
        static abstract V MultiplyLowerHalves(V x, uint factor);

        static abstract V UpperHalves(V x);

        static abstract V Xor(V a, V b, V c);

        static abstract void StoreLowerHalves(V a, V b, uint* target);
    }

    private readonly struct Wide256 : IWideRegister<Vector256<ulong>>
    {
        public static int Count => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> CountFrom(ulong first) => Vector256.Create(first) + Vector256<ulong>.Indices;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> MultiplyLowerHalves(Vector256<ulong> x, uint factor) =>
            Avx2.Multiply(x.AsUInt32(), Vector256.Create(factor));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> UpperHalves(Vector256<ulong> x) => x >>> 32;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => a ^ b ^ c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreLowerHalves(Vector256<ulong> a, Vector256<ulong> b, uint* target) => Vector256.Narrow(a, b).Store(target);
    }

    private readonly struct Wide512 : IWideRegister<Vector512<ulong>>
    {
        public static int Count => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> CountFrom(ulong first) => Vector512.Create(first) + Vector512<ulong>.Indices;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> MultiplyLowerHalves(Vector512<ulong> x, uint factor) =>
            Avx512F.Multiply(x.AsUInt32(), Vector512.Create(factor));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> UpperHalves(Vector512<ulong> x) => x >>> 32;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => a ^ b ^ c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreLowerHalves(Vector512<ulong> a, Vector512<ulong> b, uint* target) => Vector512.Narrow(a, b).Store(target);
    }
}
