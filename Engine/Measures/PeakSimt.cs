using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Measures;

// The two measures, each in the shape of a GPU and in that of a processor:
// 1  MultiplyAdd, Copy             Many items. An item has eight chains of multiply-adds, or four elements a grid apart.
// 2  MultiplyAddAlone, CopyAlone   Groups of one item: chains of vectors of 16 floats, as many as the registers hold; a run of such
// vectors.

/// <summary>Peak performance of a device that runs SIMT kernels: fused multiply-adds on registers only, and a plain copy.</summary>
internal static partial class PeakSimt
{
    /// <summary>Independent chains of an item of a GPU.</summary>
    public const int Chains = 8;

    /// <summary>Floats of a vector.</summary>
    public const int Vector = 16;

    [Kernel]
    internal static void MultiplyAdd(ArrayView<float> y, int steps, float factor, float summand)
    {
        // They begin with different numbers, or a compiler could merge the identical chains.
        float first = Group.IdxX;
        Float4 lower = new(first, first + 1, first + 2, first + 3), upper = new(first + 4, first + 5, first + 6, first + 7);
        Float4 summands = new(summand, summand, summand, summand);
        for (int n = 0; n < steps; n++)
        {
            lower = Float4.MultiplyAdd(factor, lower, summands);
            upper = Float4.MultiplyAdd(factor, upper, summands);
        }

        y[Grid.GlobalIndex.X] = lower.X + lower.Y + lower.Z + lower.W + upper.X + upper.Y + upper.Z + upper.W;
    }

    [Kernel(GroupSize = 1)]
    internal static void MultiplyAddAlone<TChains>(ArrayView<float> y, int steps, float factor, float summand)
        where TChains : unmanaged, IChainCount
    {
        ArrayView<Float16> chains = LocalMemory.Allocate<Float16>(TChains.Count);
        for (int c = 0; c < Loop.Unroll(TChains.Count); c++)
            chains[c] = Float16.Broadcast(Grid.IdxX + c);
        var x = Float16.Broadcast(factor);
        var z = Float16.Broadcast(summand);
        for (int n = 0; n < steps; n++)
        {
            for (int c = 0; c < Loop.Unroll(TChains.Count); c++)
                chains[c] = Float16.MultiplyAdd(chains[c], x, z);
        }

        float total = 0;
        for (int c = 0; c < Loop.Unroll(TChains.Count); c++)
            total += Float16.Sum(chains[c]);
        y[Grid.IdxX] = total;
    }

    [Kernel]
    internal static void Copy(ArrayView<float> x, ArrayView<float> y)
    {
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < y.IntLength)
                y[i] = x[i];
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void CopyAlone(ArrayView<float> x, ArrayView<float> y)
    {
        int end = Division.End(y.IntLength), i = Division.Begin(y.IntLength);
        for (; i + Vector <= end; i += Vector)
            Float16.Store(y, i, Float16.Load(x, i));
        for (; i < end; i++)
            y[i] = x[i];
    }
}

/// <summary>
/// Chains of multiply-adds per item. Two units with a latency of four cycles need eight vectors in flight; a processor without AVX-512
/// needs two registers for each vector of 16 floats and has sixteen, one with it needs one and has 32.
/// </summary>
[KernelFormula]
internal interface IChainCount
{
    static abstract int Count { get; }
}

internal readonly struct Chains6 : IChainCount
{
    public static int Count => 6;
}

internal readonly struct Chains12 : IChainCount
{
    public static int Count => 12;
}
