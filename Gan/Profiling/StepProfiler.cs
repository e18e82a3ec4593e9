using System.Diagnostics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Profiling;

/// <summary>
/// Observes the first steps of a training. The very first ones, in which the compiler and the memory pool still work, do not count if more
/// follow. While a step is observed, its launches are made one by one and (but on cpu, where they end by themselves) waited for.
/// </summary>
/// <param name="device">Where the training runs.</param>
/// <param name="warmUp">Steps that do not count.</param>
/// <param name="count">Steps that do; after them nothing is observed any more.</param>
public sealed class StepProfiler(Device device, int warmUp = StepProfiler.UsualWarmUp, int count = StepProfiler.UsualCount)
{
    public const int UsualWarmUp = 10, UsualCount = 40;

    private readonly LaunchObserver observer = new();
    private readonly List<ProfiledStep> steps = [];
    private int seen;

    /// <summary>The steps that count: so far, those after the warm-up, or else the last one of it.</summary>
    public IReadOnlyList<ProfiledStep> Steps => steps;

    /// <summary>Runs a step, and observes it if it is among the first.</summary>
    public void Step(Action step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (seen >= warmUp + count)
        {
            step();
            return;
        }

        device.Observe(observer);
        try
        {
            long start = Stopwatch.GetTimestamp();
            step();
            device.Synchronize();
            observer.End();
            Add(new ProfiledStep(start, Stopwatch.GetTimestamp(), [.. observer.Phases], [.. observer.Launches]));
        }
        finally
        {
            device.Observe(null);
            observer.Clear();
        }
    }

    private void Add(ProfiledStep step)
    {
        // Up to the first step after the warm-up each takes the place of the one before.
        if (seen <= warmUp)
            steps.Clear();
        steps.Add(step);
        seen++;
    }
}
