using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Profiling;

/// <summary>A profile for people, and for programs.</summary>
public static class ProfileTable
{
    private const int Wide = 44;

    /// <summary>Phases with their ops, then kernels, as lines of text.</summary>
    public static IEnumerable<string> Lines(StepProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        LaunchTotal all = profile.Launches;
        yield return $"One step: {profile.Milliseconds:0.000} ms, of which {all.Count:0} launches take {all.Milliseconds:0.000} ms; "
            + $"mean of {profile.Steps} {(profile.Steps == 1 ? "step" : "steps")}, launched one by one.";
        yield return Heading("phase / op");
        foreach (PhaseTime phase in profile.Phases)
        {
            yield return Row(profile, phase.Phase, phase.Milliseconds, $"{phase.Launches.Count:0}", "");
            foreach (OpTime op in profile.Ops.Where(o => o.Phase == phase.Phase))
                yield return Row(profile, $"  {op.Op}", op.Launches);
            yield return Row(profile, "  (host, between launches)", phase.Milliseconds - phase.Launches.Milliseconds, "", "");
        }

        yield return "";
        yield return Heading("kernel");
        foreach (KernelTime kernel in profile.Kernels)
            yield return Row(profile, kernel.Kernel, kernel.Launches);
        yield return Row(profile, "(host)", profile.HostMilliseconds, "", "");
        yield return "GFLOP/s: of matrix products and convolutions. GB/s: each operand of a launch counted once, so a lower bound.";
    }

    /// <summary>A JSON line for the step, for each phase, each op in a phase, and each kernel.</summary>
    public static void PrintJson(StepProfile profile, params (string Name, object Value)[] of)
    {
        ArgumentNullException.ThrowIfNull(profile);
        JsonLine.Print(
            true,
            [
                ("measure", "profile_step"), .. of, ("steps", profile.Steps), ("ms", profile.Milliseconds),
                .. Fields(profile.Launches, "launches_ms")]);
        foreach (PhaseTime phase in profile.Phases)
            JsonLine.Print(
                true,
                [
                    ("measure", "profile_phase"), ("phase", phase.Phase), ("ms", phase.Milliseconds),
                    ("share", phase.Milliseconds / profile.Milliseconds), .. Fields(phase.Launches, "launches_ms")]);
        foreach (OpTime op in profile.Ops)
        {
            JsonLine.Print(
                true,
                [
                    ("measure", "profile_op"), ("phase", op.Phase), ("op", op.Op), ("kernels", string.Join(", ", op.Kernels)),
                    ("share", op.Launches.Milliseconds / profile.Milliseconds), .. Fields(op.Launches, "ms"),
                ]);
        }

        foreach (KernelTime kernel in profile.Kernels)
            JsonLine.Print(
                true,
                [
                    ("measure", "profile_kernel"), ("kernel", kernel.Kernel),
                    ("share", kernel.Launches.Milliseconds / profile.Milliseconds), .. Fields(kernel.Launches, "ms")]);
    }

    private static IEnumerable<(string Name, object Value)> Fields(LaunchTotal total, string time)
    {
        yield return (time, total.Milliseconds);
        yield return ("launches", total.Count);
        if (total.Flops > 0)
            yield return ("gflops", total.Gflops);
        if (total.Bytes > 0)
            yield return ("gb_per_s", total.GigabytesPerSecond);
    }

    private static string Heading(string first) => $"{first.PadRight(Wide)}{"share",8}{"ms",10}{"launches",10}  rate";

    private static string Row(StepProfile profile, string name, LaunchTotal total) => Row(
        profile,
        name,
        total.Milliseconds,
        $"{total.Count:0.##}",
        total.Flops > 0 ? $"{total.Gflops:0.0} GFLOP/s" : total.Bytes > 0 ? $"{total.GigabytesPerSecond:0.0} GB/s" : "");

    private static string Row(StepProfile profile, string name, double milliseconds, string launches, string rate) =>
        $"{name.PadRight(Wide)}{milliseconds / profile.Milliseconds,8:0.0%}{milliseconds,10:0.000}{launches,10}  {rate}".TrimEnd();
}
