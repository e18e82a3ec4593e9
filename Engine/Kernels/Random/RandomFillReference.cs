using System.Numerics;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// The definition of <see cref="RandomFill"/>: one block after the other. Numbers are drawn in float for every T, because a seed defines
/// floats.
/// </summary>
internal static class RandomFillReference
{
    /// <param name="state">Four words as numbers, each exact in a double; its counter advances.</param>
    public static void Run<TDistribution>(Span<double> state, Span<double> y, TDistribution distribution)
        where TDistribution : IDistribution
    {
        ulong key = (uint)state[0] | ((ulong)state[1] << 32), counter = (uint)state[2] | ((ulong)state[3] << 32);
        counter = Fill(key, counter, y, distribution);
        state[2] = (uint)counter;
        state[3] = (uint)(counter >> 32);
    }

    /// <returns>The counter after the last block.</returns>
    public static ulong Fill<T, TDistribution>(ulong key, ulong counter, Span<T> y, TDistribution distribution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TDistribution : IDistribution
    {
        Span<float> four = stackalloc float[4];
        for (int i = 0; i < y.Length; i += 4, counter++)
        {
            (uint w0, uint w1, uint w2, uint w3) = Philox.Block(key, counter);
            Scalar<float> a = Philox.UnitInterval(w0), b = Philox.UnitInterval(w1), c = Philox.UnitInterval(w2),
            d = Philox.UnitInterval(w3);
            distribution.Draw(ref a, ref b, ref c, ref d);
            (four[0], four[1], four[2], four[3]) = (a.Value, b.Value, c.Value, d.Value);
            for (int j = 0; j < 4 && i + j < y.Length; j++)
                y[i + j] = T.CreateTruncating(four[j]);
        }

        return counter;
    }
}
