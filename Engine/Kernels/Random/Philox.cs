namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// Philox 4×32-10, a counter-based random number generator: block number <c>counter</c> of the stream chosen by <c>key</c> is a pure
/// function of the two, so any block can be computed anywhere, in any order, on any device, with the same bits.
/// Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
/// </summary>
public static class Philox
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    internal const int RoundCount = 10;
    private const float Step = 1f / (1 << 24);

    /// <summary>
    /// Four words of 32 random bits: block <paramref name="counter"/> of sub-stream <paramref name="stream"/> under
    /// <paramref name="key"/>.
    /// </summary>
    public static (uint W0, uint W1, uint W2, uint W3) Block(ulong key, ulong counter, ulong stream = 0) =>
        Block((uint)key, (uint)(key >> 32), (uint)counter, (uint)(counter >> 32), (uint)stream, (uint)(stream >> 32));

    public static (uint W0, uint W1, uint W2, uint W3) Block(uint key0, uint key1, uint c0, uint c1, uint c2, uint c3)
    {
        Rounds(ref c0, ref c1, ref c2, ref c3, key0, key1);
        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Ten rounds turn a counter of four words into four random ones. Each round multiplies two of the words by odd constants, swaps the
    /// halves of the 64-bit products across, and mixes in the key, which follows a Weyl sequence (adding the golden ratio and √3 − 1 as
    /// 32-bit fractions).
    /// </summary>
    public static void Rounds(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < RoundCount; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ key0;
            c2 = (uint)(p0 >> 32) ^ c3 ^ key1;
            c1 = (uint)p1;
            c3 = (uint)p0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }

    /// <summary>A word as a number in [0, 1): its upper 24 bits times 2⁻²⁴, all exact. By way of an int, for .NET's code and so
    /// ILGPU's bring a uint to a float through a double.</summary>
    public static float UnitInterval(uint word) => (int)(word >> 8) * Step;
}
