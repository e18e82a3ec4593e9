using System.Diagnostics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>One timed version, or the reason why it was not timed.</summary>
/// <param name="Case">The work.</param>
/// <param name="Version">The version; null for the engine's choice, as on devices whose kernels are not SIMT.</param>
/// <param name="Chosen">Whether the engine launches this version.</param>
/// <param name="ForThisDevice">False for a GPU's version on a CPU, or the reverse.</param>
/// <param name="CheckedAgainst">The oracle for its result.</param>
/// <param name="Seconds">Of one launch; 0 if it was skipped.</param>
/// <param name="Skipped">The reason, if it was skipped.</param>
internal sealed record KernelTiming(
    KernelCase Case, CaseVersion? Version, bool Chosen, bool ForThisDevice, string CheckedAgainst, double Seconds,
    string? Skipped)
{
    /// <summary>Billions per second: operations if they are counted, else bytes.</summary>
    public double Rate => Seconds == 0 ? 0 : (Case.Flops > 0 ? Case.Flops : Case.Bytes) / Seconds / 1e9;

    /// <summary>The version's name in tables.</summary>
    public string Label => Version?.Label ?? "SIMD";

    public double ShareOf(DevicePeak peak) => Rate / (Case.Flops > 0 ? peak.Gflops : peak.GigabytesPerSecond);
}

/// <summary>
/// Times the versions of cases on a device; each must first give the right result. The oracle is the reference device; if its plain loops
/// would take too long, a small form of the case is checked against it, and the case itself against the first version that passed.
/// </summary>
internal sealed class KernelBench(Device device, double seconds, double limit) : IDisposable
{
    private readonly ReferenceDevice reference = new();

    public void Dispose() => reference.Dispose();

    public IEnumerable<KernelTiming> Time(KernelCase work)
    {
        if (device is not SimtDevice simt)
        {
            yield return TimeContract(work);
            yield break;
        }

        using var operands = new PlacedOperands(work, device);
        var expectation = new Expectation(work, reference);
        foreach (CaseVersion version in work.Versions.Where(v => v.Fits(operands.Views, simt.Traits)))
        {
            bool forThisDevice = version.ForProcessors == simt.Traits.IsProcessor;
            bool chosen = forThisDevice && version.IsChosen(operands.Views, simt.Traits);
            string? tooSlow = work.Small is KernelCase small ? TooSlow(work, small, simt, version) : null;
            yield return tooSlow == null
                ? TimeOne(work, operands, version, () => version.Launch(simt, operands.Views), expectation, chosen, forThisDevice)
                : new KernelTiming(work, version, chosen, forThisDevice, "", 0, tooSlow);
        }
    }

    /// <summary>The case as the engine itself runs it, on any device.</summary>
    public KernelTiming TimeContract(KernelCase work)
    {
        using var operands = new PlacedOperands(work, device);
        if (work.Small is KernelCase smaller)
            RunSmall(smaller, smaller.Run);
        return TimeOne(work, operands, null, () => work.Run(operands.Views), new Expectation(work, reference), true, true);
    }

    /// <summary>
    /// For callers that do their own timing: launches a version, or with null the engine's choice, and checks the result. The returned
    /// function launches it again.
    /// </summary>
    public Action Ready(KernelCase work, CaseVersion? version, PlacedOperands operands)
    {
        Action<BufferView[]> Of(KernelCase size) =>
            version == null ? size.Run : views => SameVersion(size, version).Launch((SimtDevice)device, views);
        if (work.Small is KernelCase smaller)
            RunSmall(smaller, Of(smaller));
        operands.Upload();
        Of(work)(operands.Views);
        new Expectation(work, reference).Check(operands, work.Family);
        return () => Of(work)(operands.Views);
    }

    private KernelTiming TimeOne(
        KernelCase work, PlacedOperands operands, CaseVersion? version, Action launch, Expectation expectation, bool chosen,
        bool forThisDevice)
    {
        operands.Upload();
        launch();
        string against = expectation.Check(operands, version == null ? device.Name : $"{work.Family}, version {version.Label}");
        if (device is not SimtDevice)
            WarmUp(launch);
        return new KernelTiming(work, version, chosen, forThisDevice, against, KernelTimer.Median(device, launch, seconds), null);
    }

    /// <summary>A small case has the same versions, and possibly more that fit only small sizes.</summary>
    private static CaseVersion SameVersion(KernelCase size, CaseVersion version) =>
        size.Versions.Single(v => (v.ForProcessors, v.Number) == (version.ForProcessors, version.Number));

    /// <summary>
    /// The JIT compiler optimizes methods after 30 calls, a tenth of a second later and in the background; until then a kernel of many
    /// small methods takes several times as long. A warm-up as long as the timing itself is enough.
    /// </summary>
    private void WarmUp(Action launch)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            launch();
    }

    /// <summary>Estimates the time of the large size from the small one, whose result is checked.</summary>
    private string? TooSlow(KernelCase work, KernelCase small, SimtDevice simt, CaseVersion version)
    {
        CaseVersion sameVersion = SameVersion(small, version);
        double expected = RunSmall(small, v => sameVersion.Launch(simt, v)) * work.Flops / small.Flops;
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
}
