namespace GanFromScratch.Engine.Autograd;

/// <summary>While it is open, ops on this thread are not recorded: <c>using (new NoGradScope()) { … }</c>.</summary>
public sealed class NoGradScope : IDisposable
{
    [ThreadStatic]
    private static int depth;

    private bool closed;

    public NoGradScope() => depth++;

    public static bool IsActive => depth > 0;

    public void Dispose()
    {
        if (!closed)
            depth--;
        closed = true;
    }

    /// <summary>
    /// Runs with recording on or off, then restores the earlier state: a backward pass records only if its gradients need gradients.
    /// </summary>
    internal static int Replace(bool active)
    {
        int before = depth;
        depth = active ? 1 : 0;
        return before;
    }

    internal static void Restore(int before) => depth = before;
}
