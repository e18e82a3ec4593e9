namespace GanFromScratch.Gan.Data.Images;

/// <summary>Bytes that several threads share: who wants more than is free waits; who wants more than there are gets all, alone.</summary>
internal sealed class MemoryBudget(long total)
{
    private readonly object gate = new();
    private long taken;

    /// <summary>Does <paramref name="work"/> while <paramref name="bytes"/> are set aside for it. Never called from within.</summary>
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
