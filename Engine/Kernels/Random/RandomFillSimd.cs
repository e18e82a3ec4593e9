using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// <see cref="RandomFill"/> on the CPU. An item is <see cref="PhiloxBlocks.Count"/> blocks, 64 numbers. The words are computed word by
/// word, so that a register holds the same word of neighbouring blocks; the distribution works on four such registers; then the results
/// are transposed into the order of the blocks. An item that reaches beyond the end is computed whole and stored in part.
/// </summary>
internal readonly unsafe struct RandomFillSimd<TDistribution>(BufferView state, BufferView y, TDistribution distribution)
    : ISimdLaunch<RandomFillSimd<TDistribution>>
    where TDistribution : unmanaged, IDistribution
{
    private const int Count = PhiloxBlocks.Count;
    private readonly uint* state = (uint*)CpuBuffer.Pointer(state);
    private readonly float* y = CpuBuffer.Pointer(y);
    private readonly int length = y.Length;
    private readonly TDistribution distribution = distribution;

    public int Items => (RandomFill.Blocks(length) + Count - 1) / Count;

    public int Grain => 64;

    private ulong Counter => state[2] | ((ulong)state[3] << 32);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        ulong key = state[0] | ((ulong)state[1] << 32), counter = Counter;
        uint* words = stackalloc uint[4 * Count];
        float* drawn = stackalloc float[4 * Count];
        for (int item = begin; item < end; item++)
        {
            PhiloxBlocks.Fill(key, counter + ((ulong)item * Count), words);
            for (int block = 0; block < Count; block += L.Count)
            {
                L a = L.UnitInterval(words + block), b = L.UnitInterval(words + Count + block);
                L c = L.UnitInterval(words + (2 * Count) + block), d = L.UnitInterval(words + (3 * Count) + block);
                distribution.Draw(ref a, ref b, ref c, ref d);
                a.Store(drawn + block);
                b.Store(drawn + Count + block);
                c.Store(drawn + (2 * Count) + block);
                d.Store(drawn + (3 * Count) + block);
            }

            Interleave(drawn, item * 4 * Count);
        }
    }

    public static void Finish(in RandomFillSimd<TDistribution> launch) => launch.Advance();

    private void Advance()
    {
        ulong counter = Counter + (uint)RandomFill.Blocks(length);
        state[2] = (uint)counter;
        state[3] = (uint)(counter >> 32);
    }

    private void Interleave(float* drawn, int first)
    {
        int count = Math.Min(length - first, 4 * Count), i = 0;
        float* target = y + first;
        if (Avx.IsSupported)
        {
            for (; i + 8 <= count / 4; i += 8, target += 32)
                InterleaveEight(drawn + i, target);
        }

        for (; i < count / 4; i++, target += 4)
        {
            target[0] = drawn[i];
            target[1] = drawn[Count + i];
            target[2] = drawn[(2 * Count) + i];
            target[3] = drawn[(3 * Count) + i];
        }

        for (int j = 0; j < count % 4; j++)
            target[j] = drawn[(j * Count) + i];
    }

    /// <summary>
    /// Eight of each of the four: pairs of singles, then pairs of pairs, within the halves of a register, then the halves in order.
    /// </summary>
    private static void InterleaveEight(float* drawn, float* target)
    {
        Vector256<float> a = Vector256.Load(drawn), b = Vector256.Load(drawn + Count), c = Vector256.Load(drawn + (2 * Count)),
        d = Vector256.Load(drawn + (3 * Count));
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble(), abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c, d).AsDouble(), cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        Vector256<float> p = Avx.UnpackLow(abLow, cdLow).AsSingle(), q = Avx.UnpackHigh(abLow, cdLow).AsSingle();
        Vector256<float> r = Avx.UnpackLow(abHigh, cdHigh).AsSingle(), s = Avx.UnpackHigh(abHigh, cdHigh).AsSingle();
        Avx.Permute2x128(p, q, 0x20).Store(target);
        Avx.Permute2x128(r, s, 0x20).Store(target + 8);
        Avx.Permute2x128(p, q, 0x31).Store(target + 16);
        Avx.Permute2x128(r, s, 0x31).Store(target + 24);
    }
}
