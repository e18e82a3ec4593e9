using System.CommandLine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>peak</c>: what the machine can do at best, measured. Fused multiply-adds on registers only, and a copy much larger than the caches.
/// Every other figure is read against these two.
/// </summary>
internal static class PeakCommand
{
    private const int CopyFloats = 64 << 20;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var threads = new Option<int>("--threads") { Description = "Threads; 0 for one per core [0]" };
        var command = new Command("peak", "Measure the machine's peak: fused multiply-adds and memory copies.") { json, threads };
        command.SetAction(parsed =>
        {
            using var cpu = new CpuDevice(parsed.GetValue(threads));
            double milliseconds = Timing.Milliseconds(() => cpu.Launch(new FmaPeak(cpu.Threads)), runs: 9).Fastest;
            JsonLine.Print(
                parsed.GetValue(json),
                ("measure", "fma_peak"), ("device", cpu.Name), ("threads", cpu.Threads), ("simd_bits", SimdWidth.Widest),
                ("gflops", FmaPeak.Flops(SimdWidth.Widest / 32) * cpu.Threads / milliseconds / 1e6));

            DeviceBuffer source = cpu.Rent(CopyFloats), target = cpu.Rent(CopyFloats);
            var from = new BufferView(source, 0, CopyFloats);
            var to = new BufferView(target, 0, CopyFloats);
            cpu.Launch(new CopyPeak(from, to));
            milliseconds = Timing.Milliseconds(() => cpu.Launch(new CopyPeak(from, to)), runs: 9).Fastest;
            JsonLine.Print(
                parsed.GetValue(json),
                ("measure", "copy_peak"), ("device", cpu.Name), ("threads", cpu.Threads), ("gb_per_s", 2.0 * sizeof(float) * CopyFloats / milliseconds / 1e6));
            source.Release();
            target.Release();
            return 0;
        });
        return command;
    }
}
