using System.Diagnostics;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Profiling;

/// <summary>The breakdown of a step's time: means over the measured steps.</summary>
/// <param name="Steps">How many were observed.</param>
/// <param name="Milliseconds">Of one step, by the clock.</param>
/// <param name="Phases">Wall-clock time of each phase, launches and host work between them; in order of their begin.</param>
/// <param name="Ops">Launches by phase and op, in the order of the phases, the longest first in each.</param>
/// <param name="Kernels">Launches by kernel, over all phases, the longest first.</param>
public sealed record StepProfile(
    int Steps, double Milliseconds, IReadOnlyList<PhaseTime> Phases, IReadOnlyList<OpTime> Ops, IReadOnlyList<KernelTime> Kernels)
{
    /// <summary>Of all launches of a step.</summary>
    public LaunchTotal Launches => LaunchTotal.Sum(Kernels.Select(k => k.Launches));

    /// <summary>Host time between launches: tensors, graph nodes, the batch.</summary>
    public double HostMilliseconds => Milliseconds - Launches.Milliseconds;

    public static StepProfile Of(IReadOnlyList<ProfiledStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ObservedLaunch[] launches = [.. steps.SelectMany(s => s.Launches)];
        int count = Math.Max(steps.Count, 1);
        LaunchTotal Total(IEnumerable<ObservedLaunch> some) => LaunchTotal.Of([.. some], count);
        double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency / count;

        // A phase repeats if the discriminator takes several steps.
        PhaseTime[] phases =
        [
            .. steps.SelectMany(s => s.Phases).GroupBy(p => p.Name).Select(p =>
                new PhaseTime(p.Key, Milliseconds(p.Sum(one => one.End - one.Start)), Total(launches.Where(l => l.Phase == p.Key)))),
        ];
        OpTime[] ops =
        [
            .. phases.SelectMany(p => launches.Where(l => l.Phase == p.Phase).GroupBy(l => l.Op)
                .Select(o => new OpTime(p.Phase, o.Key, [.. o.Select(l => l.Kernel).Distinct()], Total(o)))
                .OrderByDescending(o => o.Launches.Milliseconds)),
        ];
        KernelTime[] kernels = [
            .. launches.GroupBy(l => l.Kernel).Select(
                k => new KernelTime(k.Key, Total(k))).OrderByDescending(k => k.Launches.Milliseconds)];
        return new StepProfile(steps.Count, Milliseconds(steps.Sum(s => s.End - s.Start)), phases, ops, kernels);
    }
}

/// <summary>A phase: its time by the clock, and its launches.</summary>
public sealed record PhaseTime(string Phase, double Milliseconds, LaunchTotal Launches);

/// <summary>An op in a phase, over all layers that use it.</summary>
public sealed record OpTime(string Phase, string Op, IReadOnlyList<string> Kernels, LaunchTotal Launches);

/// <summary>A kernel over the whole step.</summary>
public sealed record KernelTime(string Kernel, LaunchTotal Launches);

/// <summary>Launches of a step together.</summary>
/// <param name="Milliseconds">Of all of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Flops">Operations that contracts count: those of matrix products and convolutions.</param>
/// <param name="Bytes">Of the operands.</param>
public readonly record struct LaunchTotal(double Milliseconds, double Count, double Flops, double Bytes)
{
    /// <summary>Billions of operations a second; 0 where none are counted.</summary>
    public double Gflops => Milliseconds > 0 ? Flops / Milliseconds / 1e6 : 0;

    /// <summary>Operand bytes per second, each operand counted once per launch; an operand updated in place moves more.</summary>
    public double GigabytesPerSecond => Milliseconds > 0 ? Bytes / Milliseconds / 1e6 : 0;

    internal static LaunchTotal Of(IReadOnlyList<ObservedLaunch> launches, int steps) => new(
        launches.Sum(l => l.End - l.Start) * 1000.0 / Stopwatch.Frequency / steps,
        (double)launches.Count / steps,
        launches.Sum(l => l.Flops) / steps,
        (double)launches.Sum(l => l.Bytes) / steps);

    internal static LaunchTotal Sum(IEnumerable<LaunchTotal> totals) =>
        totals.Aggregate(
            default(LaunchTotal), (a, b) => new(a.Milliseconds + b.Milliseconds, a.Count + b.Count, a.Flops + b.Flops, a.Bytes + b.Bytes));
}
