using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>One timed rung, or the reason why it was not timed.</summary>
/// <param name="Case">The work.</param>
/// <param name="Kernels">What it launched; none on a device whose kernels are not SIMT.</param>
/// <param name="Chosen">Whether the contract would have launched the same.</param>
/// <param name="ForThisDevice">false: a GPU's shape on a processor, or the other way round.</param>
/// <param name="CheckedAgainst">What its result was compared with.</param>
/// <param name="Seconds">Of one go; 0 if it was skipped.</param>
/// <param name="Skipped">Why, if it was.</param>
internal sealed record KernelTiming(
    KernelCase Case, IReadOnlyList<KernelSource> Kernels, bool Chosen, bool ForThisDevice, string CheckedAgainst, double Seconds,
    string? Skipped)
{
    /// <summary>Billions a second: operations where they are counted, else bytes.</summary>
    public double Rate => Seconds == 0 ? 0 : (Case.Flops > 0 ? Case.Flops : Case.Bytes) / Seconds / 1e9;

    public double ShareOf(DevicePeak peak) => Rate / (Case.Flops > 0 ? peak.Gflops : peak.GigabytesPerSecond);
}

/// <summary>
/// Times the rungs of cases on a device; each must give the right result first. The oracle is the reference device; where its plain loops
/// would take too long, the case's small form is held against it, and the case itself against the first rung that did it.
/// </summary>
internal sealed class KernelBench(Device device, double seconds, double limit) : IDisposable
{
    private readonly ReferenceDevice reference = new();

    public void Dispose() => reference.Dispose();

    /// <exception cref="InputException">The device is a debugger's, and does not say which kernels it launches.</exception>
    public IEnumerable<KernelTiming> Time(KernelCase work)
    {
        if (device is SimtDevice and not DriverDevice)
            throw new InputException($"The rungs of a ladder are timed on cpu, opencl and cuda, got '{device.Name}'.");
        if (device is not SimtDevice simt)
        {
            yield return TimeContract(work);
            yield break;
        }

        using var operands = new PlacedOperands(work, device);
        var expectation = new Expectation(work, reference);
        HashSet<KernelSource> chosen = [.. LaunchedBy(simt, () => work.Contract(operands.Views))];
        foreach (Rung rung in work.Rungs)
        {
            IReadOnlyList<KernelSource> kernels = LaunchedBy(simt, () => rung(simt, operands.Views));
            bool forThisDevice = kernels.All(k => k.GroupSize == 1 == simt.Traits.IsProcessor);
            string? tooSlow = work.Small is KernelCase small ? TooSlow(work, small, simt, rung) : null;
            yield return tooSlow == null
                ? TimeOne(work, operands, kernels, () => rung(simt, operands.Views), expectation, chosen.SetEquals(kernels), forThisDevice)
                : new KernelTiming(work, kernels, chosen.SetEquals(kernels), forThisDevice, "", 0, tooSlow);
        }
    }

    /// <summary>The case as the engine itself runs it, on any device.</summary>
    public KernelTiming TimeContract(KernelCase work)
    {
        using var operands = new PlacedOperands(work, device);
        IReadOnlyList<KernelSource> kernels = device is DriverDevice simt ? LaunchedBy(simt, () => work.Contract(operands.Views)) : [];
        if (work.Small is KernelCase smaller)
            RunSmall(smaller, smaller.Contract);
        return TimeOne(work, operands, kernels, () => work.Contract(operands.Views), new Expectation(work, reference), true, true);
    }

    /// <summary>
    /// For those who time by themselves: launches a rung, or with null the contract, and checks what comes out. What it returns launches
    /// it again.
    /// </summary>
    public Action Ready(KernelCase work, int? rung, PlacedOperands operands)
    {
        Action<BufferView[]> Of(KernelCase size) =>
            rung is int index ? views => size.Rungs[index]((SimtDevice)device, views) : size.Contract;
        if (work.Small is KernelCase smaller)
            RunSmall(smaller, Of(smaller));
        operands.Upload();
        Of(work)(operands.Views);
        new Expectation(work, reference).Check(operands, work.Family);
        return () => Of(work)(operands.Views);
    }

    private KernelTiming TimeOne(
        KernelCase work, PlacedOperands operands, IReadOnlyList<KernelSource> kernels, Action launch, Expectation expectation, bool chosen,
        bool forThisDevice)
    {
        operands.Upload();
        launch();
        string name = kernels.Count == 0 ? device.Name : string.Join(" + ", kernels.Select(k => $"{k.ClassName}.{k.Name}"));
        string against = expectation.Check(operands, name);
        if (device is not SimtDevice)
            WarmUp(launch);
        return new KernelTiming(work, kernels, chosen, forThisDevice, against, KernelTimer.Median(device, launch, seconds), null);
    }

    /// <summary>
    /// The just-in-time compiler optimizes what has been called 30 times, a tenth of a second later and in the background; until then a
    /// kernel of many small methods takes several times as long. As long as the timing itself will take is enough of it.
    /// </summary>
    private void WarmUp(Action launch)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            launch();
    }

    /// <summary>What the small size, where the result is checked, says about the time of the large one.</summary>
    private string? TooSlow(KernelCase work, KernelCase small, SimtDevice simt, Rung rung)
    {
        Rung sameRung = small.Rungs[work.Rungs.ToList().IndexOf(rung)];
        double expected = RunSmall(small, v => sameRung(simt, v)) * work.Flops / small.Flops;
        return expected > limit ? $"skipped: would take about {expected:0} s; smaller --sizes, or a larger --limit" : null;
    }

    /// <summary>Runs a small case, checks its result, and returns how many seconds it took a second time.</summary>
    private double RunSmall(KernelCase small, Action<BufferView[]> launch)
    {
        using var operands = new PlacedOperands(small, device);
        operands.Upload();
        launch(operands.Views);
        new Expectation(small, reference).Check(operands, small.Family);
        return KernelTimer.Once(device, () => launch(operands.Views));
    }

    /// <summary>The kernels that an action launches, each once, in order; nothing runs.</summary>
    internal static List<KernelSource> LaunchedBy(SimtDevice device, Action action)
    {
        var recording = new StepRecording();
        using var pool = new BufferPool(device);
        device.BeginRecording(recording, pool);
        try
        {
            action();
        }
        finally
        {
            device.EndRecording();
        }

        return [.. recording.Launches.Cast<SimtLaunch>().Select(l => l.Program.Kernel).Distinct()];
    }
}
