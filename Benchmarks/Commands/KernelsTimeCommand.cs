using System.CommandLine;
using System.Globalization;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Benchmarks.Output;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using Spectre.Console;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary><c>kernels time</c>: every version of a kernel, checked, then timed and compared with the device's peak.</summary>
internal static class KernelsTimeCommand
{
    private const int LargestSize = 16384;

    private static readonly Argument<string> Family = new("family")
    {
        Description = "matmul, batch-norm, …: a family that 'kernels' lists [default: all]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly DeviceChoice On = new("auto");
    private static readonly Option<string> Sizes = new("--sizes") { Description =
        "Square sizes such as 512,1024; or 64x784; for matmul MxNxK as 64x512x784, for conv2d IMAGESxOUTxIN [default: the models' at batch "
        + "64, and large ones]", HelpName = "LIST" };
    private static readonly Option<string> Seconds = new("--seconds")
    {
        Description = "How long each version is repeated",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => "0.2",
    };
    private static readonly Option<string> Limit = new("--limit")
    {
        Description = "Skip a version whose single run would take longer",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => "5",
    };
    private static readonly Option<bool> Json = new("--json") { Description = "Print a JSON line a measure" };
    private static readonly Option<string> Page = new("--page")
    {
        Description = "Put the table into a Markdown page, between its lines <!-- measured: FAMILY on DEVICE --> and <!-- end -->",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command(
            "time",
            "Time kernels, version by version, and compare them with the device's peak.") { Family, On.Device, On.Compiler, Sizes, Seconds,
            Limit, Json, Page };
        command.SetAction(Time);
        return command;
    }

    private static int Time(ParseResult parsed)
    {
        IReadOnlyList<KernelFamily> families = parsed.GetValue(Family) is string name ? [Find(name)] : KernelFamilies.All;
        CaseShape[]? shapes = parsed.GetValue(Sizes) is string sizes ? ParseSizes(sizes, families) : null;
        float seconds = Positive(Seconds, parsed), limit = Positive(Limit, parsed);
        bool json = parsed.GetValue(Json);
        string? page = OutputPath.Of(parsed, Page)[0];
        if (page != null && (json || families.Count > 1))
            throw new InputException("--page takes the table of one family: name it, and leave out --json.");
        using Device device = On.Open(parsed, threads: 0);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using var bench = new KernelBench(device, seconds, limit);
        DevicePeak peak = DevicePeak.Measure(device);
        ShowPeak(device, peak, json);
        foreach (KernelFamily family in families)
        {
            IEnumerable<KernelTiming> timings =
                (shapes ?? family.Examples.Select(e => e.Shape)).SelectMany(family.Cases).SelectMany(bench.Time);
            if (page != null)
                WritePage(page, family.Name, device, [.. timings], peak);
            else if (!json)
                ShowTable(family.Name, [.. timings], peak);
            foreach (KernelTiming timing in json ? timings : [])
                ShowLine(device, timing, peak);
        }

        if (!json)
            Console.WriteLine(
                "* what the engine launches at this size. ' a version for the other kind of device. More than 100% of a copy's speed: the "
                + "numbers stay in a cache, or are only read.");
        return 0;
    }

    private static KernelFamily Find(string name)
    {
        string family = KernelFamilies.Find(name);
        return KernelFamilies.All.FirstOrDefault(f => f.Name == family)
            ?? throw new InputException($"{family} is not timed; what is: {string.Join(", ", KernelFamilies.All.Select(f => f.Name))}.");
    }

    private static CaseShape[] ParseSizes(string text, IReadOnlyList<KernelFamily> families)
    {
        string? three = families is [{ Name: "MatMul" }]
            ? "MxNxK"
            : families is [{ Name: "Conv2d" or "Conv2dWeightGradient" }]
            ? "IMAGESxOUTxIN"
            : null;
        return Array.ConvertAll(text.Split(',', StringSplitOptions.TrimEntries), size =>
        {
            int[] numbers = Array.ConvertAll(
                size.Split('x'), n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0);
            if (numbers.Any(n => n is < 1 or > LargestSize))
                throw new InputException(
                    $"{Sizes.Name}: expected whole numbers from 1 to {LargestSize} such as 512 or 64x784, got '{size}'.");
            return numbers switch
            {
                [int n] => new CaseShape(n, n, three == null ? 0 : n),
                [int rows, int columns] when three == null => new CaseShape(rows, columns),
                [int m, int n, int k] when three != null => new CaseShape(m, n, k),
                _ => throw new InputException($"{Sizes.Name}: expected one number or {three ?? "ROWSxCOLUMNS"}, got '{size}'."),
            };
        });
    }

    private static float Positive(Option<string> option, ParseResult parsed)
    {
        float value = OptionValue.Number(option, parsed.GetValue(option)!);
        return value is > 0 and <= 3600
            ? value
            : throw new InputException($"{option.Name}: expected seconds above 0 and up to 3600, got {parsed.GetValue(option)}.");
    }

    private static void ShowPeak(Device device, DevicePeak peak, bool json)
    {
        if (json)
            JsonLine.Print(
                true, ("measure", "peak"), ("device", device.Name), ("gflops", peak.Gflops), ("gb_per_s", peak.GigabytesPerSecond));
        else
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{device.Name} ({device.Description}): peak {peak.Gflops:0} GFLOP/s of multiply-adds, {peak.GigabytesPerSecond:0.0} GB/s "
                + $"copying"));
    }

    private static void ShowLine(Device device, KernelTiming timing, DevicePeak peak)
    {
        List<(string, object)> fields =
        [
            ("measure", "kernel"), ("device", device.Name), (
                "family", timing.Case.Family), ("kernel", timing.Version?.Name ?? "SIMD"), ("shape", timing.Case.Shape),
        ];
        if (timing.Version is CaseVersion version)
            fields.InsertRange(3, [("version", version.Number), ("for", version.ForProcessors ? "processor" : "gpu")]);
        if (timing.Case.Name.Length > 0)
            fields.Add(("case", timing.Case.Name));
        if (timing.Skipped is string why)
        {
            fields.Add(("skipped", why));
        }
        else
        {
            fields.Add(("ms", timing.Seconds * 1000));
            fields.Add((timing.Case.Flops > 0 ? "gflops" : "gb_per_s", timing.Rate));
            fields.Add(("share_of_peak", timing.ShareOf(peak)));
            fields.Add(("checked_against", timing.CheckedAgainst));
        }

        fields.Add(("chosen", timing.Chosen));
        fields.Add(("for_this_device", timing.ForThisDevice));
        JsonLine.Print(true, [.. fields]);
    }

    private static void WritePage(string path, string family, Device device, List<KernelTiming> timings, DevicePeak peak)
    {
        bool flops = timings[0].Case.Flops > 0;
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{DateTime.Today:yyyy-MM-dd}, `{device.Name}`: {device.Description}; peak {peak.Gflops:0} GFLOP/s of multiply-adds, "
                + $"{peak.GigabytesPerSecond:0.0} GB/s copying."),
            "The version in bold is the one that the engine launches there.",
            "",
            $"| shape | version | ms | {(flops ? "GFLOP/s" : "GB/s")} | of peak |",
            "|---|---|---|---|---|",
        ];
        foreach (KernelTiming timing in timings.Where(t => t.Skipped == null))
        {
            string rung = timing.Label;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {timing.Case.Shape} {timing.Case.Name} | {(timing.Chosen ? $"**{rung}**" : rung)} | {timing.Seconds * 1000:0.000} | "
                + $"{timing.Rate:0.0} | {timing.ShareOf(peak):0%} |"));
        }

        MeasuredPage.Write(path, $"{family} on {device.Name}", lines);
        Console.WriteLine($"Written: {path}");
    }

    private static void ShowTable(string family, List<KernelTiming> timings, DevicePeak peak)
    {
        bool flops = timings[0].Case.Flops > 0;
        var table = new Table().Border(TableBorder.Rounded).Title(family, Style.Plain);
        foreach (string heading in new[] { "shape", "version" })
            table.AddColumn(heading);
        foreach (string heading in new[] { "ms", flops ? "GFLOP/s" : "GB/s", "of peak" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        table.AddColumn("checked against");
        string before = "";
        foreach (KernelTiming timing in timings)
        {
            string shape = $"{timing.Case.Shape} {timing.Case.Name}".TrimEnd();
            string version = timing.Version == null
                ? timing.Label
                : $"{timing.Label}{(timing.Chosen ? " *" : "")}{(timing.ForThisDevice ? "" : " '")}";
            string[] cells = timing.Skipped == null
                ? [
                    FormattableString.Invariant($"{timing.Seconds * 1000:0.0000}"), FormattableString.Invariant($"{timing.Rate:0.0}"),
                    FormattableString.Invariant($"{timing.ShareOf(peak):0%}"), timing.CheckedAgainst]
                : ["", "", "", timing.Skipped];
            table.AddRow(Array.ConvertAll([shape == before ? "" : shape, version, .. cells], Markup.Escape));
            before = shape;
        }

        // In a file or a pipe: no colours and no line wrapping.
        bool plain = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect, Out = new AnsiConsoleOutput(Console.Out) });
        if (plain)
            console.Profile.Width = 200;
        console.Write(table);
    }
}
