using System.CommandLine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>peak</c>: the measured peaks of a device: fused multiply-adds on registers only, and a copy much larger than the caches. All other
/// figures are compared with these two.
/// </summary>
internal static class PeakCommand
{
    public static Command Create()
    {
        var on = new DeviceChoice("cpu");
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var command = new Command(
            "peak", "Measure a device's peak: fused multiply-adds and memory copies.") { on.Device, on.Compiler, json, threads };
        command.SetAction(parsed =>
        {
            using Device target = on.Open(parsed, parsed.GetValue(threads));
            DevicePeak peak = DevicePeak.Measure(target);
            (string, object)[] of = target is CpuDevice cpu
                ? [("device", cpu.Name), ("threads", cpu.Threads), ("simd_bits", SimdWidth.Widest)]
                : [("device", target.Name), ("description", target.Description)];
            JsonLine.Print(parsed.GetValue(json), [("measure", "fma_peak"), .. of, ("gflops", peak.Gflops)]);
            JsonLine.Print(parsed.GetValue(json), [("measure", "copy_peak"), .. of, ("gb_per_s", peak.GigabytesPerSecond)]);
            return 0;
        });
        return command;
    }
}
