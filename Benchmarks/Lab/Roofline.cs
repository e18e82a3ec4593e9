using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>
/// A timed kernel in the roofline model of its device (Williams, Waterman, Patterson 2009): at an arithmetic intensity of I operations per
/// byte, performance is at most min(peak arithmetic, I · memory bandwidth).
/// </summary>
/// <param name="Case">The timed kernel and its place in a model.</param>
/// <param name="Timing">Its time.</param>
internal sealed record Roofline(PresetCase Case, KernelTiming Timing)
{
    public double Flops => Timing.Case.Flops > 0 ? Timing.Case.Flops
        : KernelFamilies.All.Single(f => f.Name == Timing.Case.Family).OperationsPerElement * Timing.Case.Operands.Max(o => o.Length);

    /// <summary>Bytes that must be read and written at least once (compulsory traffic).</summary>
    public double Bytes => Timing.Case.Bytes > 0 ? Timing.Case.Bytes : sizeof(float) * Timing.Case.Operands.Sum(o => (double)o.Length);

    /// <summary>Arithmetic intensity: operations per byte.</summary>
    public double Intensity => Flops / Bytes;

    public double Gflops => Flops / Timing.Seconds / 1e9;

    public double GigabytesPerSecond => Bytes / Timing.Seconds / 1e9;

    /// <summary>Whether the kernel is compute-bound: arithmetic is the lower roof.</summary>
    public bool IsBoundByArithmetic(DevicePeak peak) => Intensity * peak.GigabytesPerSecond > peak.Gflops;

    /// <summary>Share of the lower roof. Above 1 the operands are in a cache, which is faster than the measured memory.</summary>
    public double ShareOf(DevicePeak peak) =>
        IsBoundByArithmetic(peak) ? Gflops / peak.Gflops : GigabytesPerSecond / peak.GigabytesPerSecond;
}
