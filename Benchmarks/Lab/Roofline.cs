using GanFromScratch.Benchmarks.Lab.Cases;
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
    /// <summary>
    /// Operations for each element of the largest operand, where the contract counts none because memory is the limit: an addition, a
    /// multiplication, a comparison and a call of exp, log, tanh or a root count one each.
    /// </summary>
    private static readonly Dictionary<string, double> OperationsOfAnElement = new()
    {
        ["ArgMax"] = 1,
        ["BatchNorm"] = 6, // mean 1, variance 3, normalisation 2
        ["BatchNormGradient"] = 9, // two sums 5, combination 4
        ["Binary"] = 1,
        ["BinaryGradient"] = 2,
        ["CrossEntropy"] = 4,
        ["CrossEntropyGradient"] = 5,
        ["Fill"] = 0,
        ["GatherRows"] = 0,
        ["Loss"] = 6,
        ["LossGradient"] = 5,
        ["OneHot"] = 0,
        ["ParameterUpdate"] = 12, // two moments 6, their correction 2, the step 4
        ["RandomFill"] = 6, // two numbers by one root, one logarithm, one sine and one cosine
        ["Reduce"] = 1,
        ["ScatterAddRows"] = 1,
        ["Select"] = 0,
        ["Softmax"] = 5,
        ["SoftmaxGradient"] = 4,
        ["StridedCopy"] = 0,
        ["Unary"] = 1,
        ["UnaryGradient"] = 2,
    };

    public double Flops => Timing.Case.Flops > 0 ? Timing.Case.Flops
        : OperationsOfAnElement.GetValueOrDefault(Timing.Case.Family, 1) * Timing.Case.Operands.Max(o => o.Length);

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
