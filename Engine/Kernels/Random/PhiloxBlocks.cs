using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// <see cref="Philox"/> for sixteen counters in a row. The rounds multiply 32-bit words into 64-bit products, so that a register of 256 bits
/// works on four blocks (one of 512 bits on eight), one in each 64-bit element; two registers go side by side, as the rounds of one wait for each other.
/// Integers are exact, so nothing of this shows in the result.
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
            FillSixteen(key, counter, words);
            return;
        }

        for (int block = 0; block < Count; block += 8)
        {
            if (Avx2.IsSupported)
                FillEight(key, counter + (uint)block, words + block);
            else
                FillOneByOne(key, counter + (uint)block, words + block);
        }
    }

    internal static void FillOneByOne(ulong key, ulong counter, uint* words)
    {
        for (int block = 0; block < 8; block++, counter++, words++)
            (words[0], words[Count], words[2 * Count], words[3 * Count]) = Philox.Block(key, counter);
    }

    private static void FillEight(ulong key, ulong counter, uint* words)
    {
        // The upper halves of the elements are ignored by the multiplication, and dropped at the end.
        Vector256<ulong> low = Vector256.Create(counter) + Vector256.Create(0UL, 1, 2, 3), high = low + Vector256.Create(4UL);
        Vector256<ulong> a0 = low, a1 = low >>> 32, a2 = default, a3 = default;
        Vector256<ulong> b0 = high, b1 = high >>> 32, b2 = default, b3 = default;
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Philox.RoundCount; round++)
        {
            Vector256<ulong> k0 = Vector256.Create((ulong)key0), k1 = Vector256.Create((ulong)key1);
            Round(ref a0, ref a1, ref a2, ref a3, k0, k1);
            Round(ref b0, ref b1, ref b2, ref b3, k0, k1);
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        Vector256.Narrow(a0, b0).Store(words);
        Vector256.Narrow(a1, b1).Store(words + Count);
        Vector256.Narrow(a2, b2).Store(words + (2 * Count));
        Vector256.Narrow(a3, b3).Store(words + (3 * Count));
    }

    private static void FillSixteen(ulong key, ulong counter, uint* words)
    {
        Vector512<ulong> low = Vector512.Create(counter) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7), high = low + Vector512.Create(8UL);
        Vector512<ulong> a0 = low, a1 = low >>> 32, a2 = default, a3 = default;
        Vector512<ulong> b0 = high, b1 = high >>> 32, b2 = default, b3 = default;
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Philox.RoundCount; round++)
        {
            Vector512<ulong> k0 = Vector512.Create((ulong)key0), k1 = Vector512.Create((ulong)key1);
            Round(ref a0, ref a1, ref a2, ref a3, k0, k1);
            Round(ref b0, ref b1, ref b2, ref b3, k0, k1);
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        Vector512.Narrow(a0, b0).Store(words);
        Vector512.Narrow(a1, b1).Store(words + Count);
        Vector512.Narrow(a2, b2).Store(words + (2 * Count));
        Vector512.Narrow(a3, b3).Store(words + (3 * Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2, ref Vector512<ulong> c3, Vector512<ulong> k0, Vector512<ulong> k1)
    {
        Vector512<ulong> p0 = Avx512F.Multiply(c0.AsUInt32(), Vector512.Create(Philox.Multiplier0));
        Vector512<ulong> p1 = Avx512F.Multiply(c2.AsUInt32(), Vector512.Create(Philox.Multiplier1));
        c0 = (p1 >>> 32) ^ c1 ^ k0;
        c2 = (p0 >>> 32) ^ c3 ^ k1;
        c1 = p1;
        c3 = p0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector256<ulong> c0, ref Vector256<ulong> c1, ref Vector256<ulong> c2, ref Vector256<ulong> c3, Vector256<ulong> k0, Vector256<ulong> k1)
    {
        Vector256<ulong> p0 = Avx2.Multiply(c0.AsUInt32(), Vector256.Create(Philox.Multiplier0));
        Vector256<ulong> p1 = Avx2.Multiply(c2.AsUInt32(), Vector256.Create(Philox.Multiplier1));
        c0 = (p1 >>> 32) ^ c1 ^ k0;
        c2 = (p0 >>> 32) ^ c3 ^ k1;
        c1 = p1;
        c3 = p0;
    }
}
