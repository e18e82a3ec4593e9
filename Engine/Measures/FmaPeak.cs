using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Measures;

/// <summary>
/// Twelve independent chains of fused multiply-adds: two units with a latency of four cycles need eight in flight to be always busy, and
/// twelve accumulators still fit sixteen registers. One item per thread.
/// </summary>
internal readonly struct FmaPeak(int threads) : ISimdLaunch<FmaPeak>
{
    private const int Iterations = 2_000_000, Chains = 12;

    public static bool WantsWidest => true;

    public int Items { get; } = threads;

    public int Grain => 1;

    /// <summary>Operations of one item: a multiplication and an addition a lane, chain and iteration.</summary>
    public static double Flops(int lanes) => 2.0 * lanes * Chains * Iterations;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            L x = L.Broadcast(0.999f), y = L.Broadcast(0.001f + item);
            L a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
            for (int n = 0; n < Iterations; n++)
            {
                a = L.MultiplyAdd(a, x, y);
                b = L.MultiplyAdd(b, x, y);
                c = L.MultiplyAdd(c, x, y);
                d = L.MultiplyAdd(d, x, y);
                e = L.MultiplyAdd(e, x, y);
                f = L.MultiplyAdd(f, x, y);
                g = L.MultiplyAdd(g, x, y);
                h = L.MultiplyAdd(h, x, y);
                i = L.MultiplyAdd(i, x, y);
                j = L.MultiplyAdd(j, x, y);
                k = L.MultiplyAdd(k, x, y);
                l = L.MultiplyAdd(l, x, y);
            }

            // The result is used, so that the compiler does not remove the computation.
            if ((a + b + c + d + e + f + g + h + i + j + k + l).Sum() == 0)
                throw new InvalidOperationException("Positive numbers sum to more than 0.");
        }
    }
}
