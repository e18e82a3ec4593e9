using System.Diagnostics;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// How everything here is timed: warm-up, then single runs, of which the median counts (the mean would count the neighbours' noise).
/// </summary>
internal static class Timing
{
    /// <summary>The median time of one run, in milliseconds, and the fastest.</summary>
    /// <param name="action">Must have ended its work when it returns: synchronise inside.</param>
    /// <param name="runs">Runs that count.</param>
    /// <param name="warmUp">Runs before, for the compiler and the caches.</param>
    public static (double Median, double Fastest) Milliseconds(Action action, int runs, int warmUp = 3)
    {
        for (int i = 0; i < warmUp; i++)
            action();
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return (times[runs / 2], times[0]);
    }
}
