using System.Diagnostics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Profiling;

/// <summary>
/// Profiles the first steps of a training. The warm-up steps, in which the compiler and the memory pool are still active, are excluded if
/// more follow. In a profiled step kernels are launched one by one and (except on cpu, where launches are synchronous) waited for.
/// </summary>
/// <param name="device">Where the training runs.</param>
/// <param name="warmUp">Number of warm-up steps.</param>
/// <param name="count">Number of measured steps; profiling ends after them.</param>
public sealed class StepProfiler(Device device, int warmUp = StepProfiler.UsualWarmUp, int count = StepProfiler.UsualCount)
{
    public const int UsualWarmUp = 10, UsualCount = 40;

    private readonly LaunchObserver observer = new();
    private readonly List<ProfiledStep> steps = [];
    private int seen;

    /// <summary>The measured steps so far: those after the warm-up, or else the last warm-up step.</summary>
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
        // Up to the first step after the warm-up, each step replaces the previous one.
        if (seen <= warmUp)
            steps.Clear();
        steps.Add(step);
        seen++;
    }
}
