using System.CommandLine;
using System.Globalization;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Benchmarks.Output;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>roofline</c>: the kernels of the models' training steps, each checked against the reference and timed, beside the roofline bound for
/// their operations and bytes.
/// </summary>
internal static class RooflineCommand
{
    public static Command Create()
    {
        var models = new Option<string>("--model")
        {
            Description = "Models that Gan's 'summary' lists, comma-separated [mlp,dcgan]",
            DefaultValueFactory = _ => "mlp,dcgan",
        };
        var batch = new Option<int>("--batch") { Description = "Samples a step, 2 to 65,536 [64]", DefaultValueFactory = _ => 64 };
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var every = new Option<bool>("--every") { Description = "Every layer's shapes, not only the largest of each kind of work" };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long each kernel is repeated [0.2]",
            DefaultValueFactory = _ => 0.2,
        };
        var svg = new Option<string>("--svg") { Description = "Write the picture to a file" };
        var json = new Option<bool>("--json") { Description = "A JSON line a kernel" };
        var command = new Command(
            "roofline",
            "Compare kernels with the device's peaks at their arithmetic intensity.") { models, batch, on.Device, on.Compiler, threads,
            every, seconds, svg, json };
        command.SetAction(parsed =>
        {
            GanModel[] chosen = [.. parsed.GetValue(models)!.Split(',', StringSplitOptions.TrimEntries).Select(GanModel.Catalog.Find)];
            if (parsed.GetValue(batch) is < 2 or > 65536)
                throw new InputException($"--batch: expected 2 to 65,536, got {parsed.GetValue(batch)}.");
            if (parsed.GetValue(seconds) is not (> 0 and <= 60))
                throw new InputException(
                    FormattableString.Invariant($"--seconds: expected more than 0 and at most 60, got {parsed.GetValue(seconds)}."));
            string? picture = OutputPath.Of(parsed, svg)[0];
            PresetCase[] cases = [
                .. chosen.SelectMany(m =>
                        parsed.GetValue(every)
                            ? PresetCases.Of(m, parsed.GetValue(batch))
                            : PresetCases.Largest(m, parsed.GetValue(batch)))];
            using Device target = on.Open(parsed, parsed.GetValue(threads));
            using var notes = new DeviceNotes(target, ErrorLine.Write);
            Measure(target, cases, parsed.GetValue(seconds), picture, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Measure(Device device, PresetCase[] cases, double seconds, string? svg, bool json)
    {
        DevicePeak peak = DevicePeak.Measure(device);
        if (json)
            JsonLine.Print(
                true, ("measure", "peak"), ("device", device.Name), ("gflops", peak.Gflops), ("gb_per_s", peak.GigabytesPerSecond));
        else
            ShowHeading(device, peak);
        List<Roofline> rows = [];
        using (var bench = new KernelBench(device, seconds, limit: double.PositiveInfinity))
        {
            foreach (PresetCase preset in cases)
            {
                rows.Add(new Roofline(preset, bench.TimeContract(preset.Work)));
                Show(rows[^1], rows.Count, device, peak, json);
            }
        }

        if (!json)
            Console.WriteLine(
                "op/B: operations for each byte that must be read or written. More than 100% of the memory's roof: the operands stay in a "
                + "cache.");
        if (svg == null)
            return;
        RooflinePlot.Write(svg, $"{device.Name}: {device.Description}", peak, rows);
        if (!json)
            Console.WriteLine($"Picture: {svg}");
    }

    private static void ShowHeading(Device device, DevicePeak peak)
    {
        Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
            $"{device.Name} ({device.Description}): roofs {peak.Gflops:0} GFLOP/s and {peak.GigabytesPerSecond:0.0} GB/s, which meet at "
            + $"{peak.Gflops / peak.GigabytesPerSecond:0.0} op/B"));
        Console.WriteLine($"{"",4}{"kernel",-42}{"shape",-22}{"ms",10}{"op/B",8}{"GFLOP/s",10}{"GB/s",8}  of roof");
    }

    private static void Show(Roofline row, int number, Device device, DevicePeak peak, bool json)
    {
        string bound = row.IsBoundByArithmetic(peak) ? "arithmetic" : "memory";
        if (json)
        {
            JsonLine.Print(
                true,
                ("measure", "roofline"), ("device", device.Name), ("model", row.Case.Model), ("place", row.Case.Place), (
                    "kernel", row.Case.Kernel), ("shape", row.Case.Work.Shape),
                (
                    "ms",
                    row.Timing.Seconds * 1000), ("flops", row.Flops), ("bytes", row.Bytes), ("intensity", row.Intensity), ("gflops",
                    row.Gflops),
                ("gb_per_s", row.GigabytesPerSecond), ("bound_by", bound), ("share_of_roof", row.ShareOf(peak)), (
                    "checked_against", row.Timing.CheckedAgainst));
            return;
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{number, 3} {row.Case.Kernel, -42}{row.Case.Work.Shape, -22}"
                + $"{row.Timing.Seconds * 1000, 10:0.0000}{row.Intensity, 8:0.00}{row.Gflops, 10:0.0}{row.GigabytesPerSecond, 8:0.0}"
                + $"{row.ShareOf(peak), 7:0%} {bound}  ({row.Case.Model} {row.Case.Place})"));
    }
}
