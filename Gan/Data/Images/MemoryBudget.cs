namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// A memory budget shared by several threads: a request larger than the free bytes waits; a request larger than the budget takes all of it,
/// alone.
/// </summary>
internal sealed class MemoryBudget(long total)
{
    private readonly object gate = new();
    private long taken;

    /// <summary>Runs <paramref name="work"/> with <paramref name="bytes"/> reserved for it. Must not be nested.</summary>
    public T While<T>(long bytes, Func<T> work)
    {
        long share = Math.Min(bytes, total);
        lock (gate)
        {
            while (taken + share > total)
                Monitor.Wait(gate);
            taken += share;
        }

        try
        {
            return work();
        }
        finally
        {
            lock (gate)
            {
                taken -= share;
                Monitor.PulseAll(gate);
            }
        }
    }
}
