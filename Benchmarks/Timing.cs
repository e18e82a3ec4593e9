using System.Diagnostics;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// The timing method of all benchmarks: warm-up, then single runs, of which the median is taken (the mean would include noise from other
/// processes).
/// </summary>
internal static class Timing
{
    /// <summary>The median and the minimum time of one run, in milliseconds.</summary>
    /// <param name="action">Must have completed its work when it returns: synchronise inside.</param>
    /// <param name="runs">Number of measured runs.</param>
    /// <param name="warmUp">Runs before the measurement, to warm up the JIT compiler and the caches.</param>
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
