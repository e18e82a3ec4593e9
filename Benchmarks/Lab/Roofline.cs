using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>
/// A timed kernel against the two roofs of its device (Williams, Waterman, Patterson 2009): with I operations a byte no kernel does more
/// than min(peak of arithmetic, I · speed of memory) operations a second.
/// </summary>
/// <param name="Case">What was timed, and where a model runs it.</param>
/// <param name="Timing">How long it took.</param>
internal sealed record Roofline(PresetCase Case, KernelTiming Timing)
{
    public double Flops => Timing.Case.Flops > 0 ? Timing.Case.Flops
        : KernelFamilies.All.Single(f => f.Name == Timing.Case.Family).OperationsPerElement * Timing.Case.Operands.Max(o => o.Length);

    /// <summary>What has to be read and written at least once.</summary>
    public double Bytes => Timing.Case.Bytes > 0 ? Timing.Case.Bytes : sizeof(float) * Timing.Case.Operands.Sum(o => (double)o.Length);

    /// <summary>Arithmetic intensity: operations a byte.</summary>
    public double Intensity => Flops / Bytes;

    public double Gflops => Flops / Timing.Seconds / 1e9;

    public double GigabytesPerSecond => Bytes / Timing.Seconds / 1e9;

    /// <summary>Whether arithmetic is the lower roof.</summary>
    public bool IsBoundByArithmetic(DevicePeak peak) => Intensity * peak.GigabytesPerSecond > peak.Gflops;

    /// <summary>Of the lower roof. Above 1 the operands stay in a cache, which is faster than the memory that was measured.</summary>
    public double ShareOf(DevicePeak peak) =>
        IsBoundByArithmetic(peak) ? Gflops / peak.Gflops : GigabytesPerSecond / peak.GigabytesPerSecond;
}
