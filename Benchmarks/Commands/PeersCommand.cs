using System.CommandLine;
using System.Globalization;
using GanFromScratch.Benchmarks.Peers;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>peers</c>: the same work here and in torch, measured alternately (ours, theirs, ours, theirs, …), each time in a new process, and the
/// ratios of their times with their range. So a slow phase of a shared machine affects both sides.
/// </summary>
internal static class PeersCommand
{
    private const string Batch = "64", Sizes = "256,512,1024";

    // The first Python on the path may not be the system's, for which packages such as torch are installed.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];
    private static readonly string[] Models = ["mlp", "conv", "dcgan"];

    // Games with gradients of gradients, and our options for them.
    private static readonly Dictionary<string, string[]> Penalties = new()
    {
        ["wgan-gp"] = ["--recipe", "wgan-gp"],
        ["r1"] = ["--penalty", "r1"],
        ["r2"] = ["--penalty", "r2"],
    };

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often both sides run, 1 to 100 [3]", DefaultValueFactory = _ => 3 };
        var what = new Option<string>("--what")
        {
            Description = "Comma-separated: matmul, conv2d, step (of every model), or step-mlp, step-conv, step-dcgan; step-wgan-gp, "
                + "step-r1, step-r2 (dcgan's shape, no batch norm) [matmul,conv2d,step]",
            DefaultValueFactory = _ => "matmul,conv2d,step",
        };
        var steps = new Option<int>("--steps") { Description = "Steps that count, 1 to 10,000 [30]", DefaultValueFactory = _ => 30 };
        var ourSide = new DeviceChoice("cpu");
        ourSide.Device.Description = "Ours: cpu, opencl, cuda, …; torch runs on its CPU, or with cuda on the GPU, its step as a CUDA graph";
        var python = new Option<string>("--python") { Description = $"The Python that has torch [{string.Join(", or ", Pythons)}]" };
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var command = new Command(
            "peers",
            "Run the same work here and in torch, alternately, and compare.") { rounds, what, steps, ourSide.Device, ourSide.Compiler,
            python, json };
        command.SetAction(parsed =>
        {
            int count = parsed.GetValue(rounds);
            if (count is < 1 or > 100)
                throw new InputException($"--rounds: expected 1 to 100, got {count}.");
            if (parsed.GetValue(steps) is < 1 or > 10_000)
                throw new InputException($"--steps: expected 1 to 10,000, got {parsed.GetValue(steps)}.");
            string on = ourSide.DeviceOf(parsed);
            bool cuda = on.StartsWith("cuda", StringComparison.OrdinalIgnoreCase);
            Work[] works = [
                .. parsed.GetValue(what)!.Split(',', StringSplitOptions.TrimEntries).SelectMany(
                    name => WorkOf(name, parsed.GetValue(steps), cuda))];
            var torch = PeerSide.Torch(
                parsed.GetValue(python) is string given ? [given] : Pythons, cuda ? "torch_cuda.py" : "torch_cpu.py");
            var ours = PeerSide.Ourselves();
            if (!parsed.GetValue(json))
                Console.WriteLine($"{"",-44} {"ours, ms",24} {"torch, ms",24} {"torch / ours",22}");
            foreach (Work work in works)
            {
                foreach (
                    PeerComparison comparison in Compare(
                        ours, [.. work.Ours, "--device", on, "--compiler", ourSide.CompilerOf(parsed), "--json"], torch, work.Theirs,
                        count))
                    Show(comparison, count, on, parsed.GetValue(json));
            }

            return 0;
        });
        return command;
    }

    /// <summary>Both sides alternately, once per round.</summary>
    internal static IReadOnlyList<PeerComparison> Compare(PeerSide ours, string[] ourWork, PeerSide theirs, string[] theirWork, int rounds)
    {
        List<(IReadOnlyList<PeerMeasure>, IReadOnlyList<PeerMeasure>)> measured = [];
        for (int round = 0; round < rounds; round++)
            measured.Add((ours.Measure(ourWork), theirs.Measure(theirWork)));
        return PeerComparison.Of(measured);
    }

    private static IEnumerable<Work> WorkOf(string name, int steps, bool graph)
    {
        string count = steps.ToString(CultureInfo.InvariantCulture);
        Work Step(string model) => new(
            ["step", "--model", model, "--batch", Batch, "--steps", count], [
                "step", model, Batch, count, .. graph ? new[] { "graph" } : []]);
        return name switch
        {
            "matmul" => [new Work(["matmul", "--sizes", Sizes], ["matmul", Sizes])],
            "conv2d" => [new Work(["conv2d"], ["conv2d"])],
            "step" => Models.Select(Step),
            _ when name.StartsWith("step-", StringComparison.Ordinal) && Models.Contains(name[5..]) => [Step(name[5..])],
            _ when name.StartsWith("step-", StringComparison.Ordinal) && Penalties.TryGetValue(name[5..], out string[]? options) =>
                [new Work(["step", "--model", "dcgan", "--norm-d", "none", .. options, "--batch", Batch, "--steps", count], [
                    "step", "dcgan", Batch, count, name[5..]])],
            _ => throw new InputException(
                $"--what: expected matmul, conv2d, step, {string.Join(", ", Models.Concat(Penalties.Keys).Select(m => $"step-{m}"))}, got "
                + $"'{name}'."),
        };
    }

    private static void Show(PeerComparison comparison, int rounds, string device, bool json)
    {
        (Spread ours, Spread theirs, Spread ratio) = (comparison.Ours, comparison.Theirs, comparison.Ratio);
        if (json)
        {
            JsonLine.Print(
                true,
                ("measure", "peers"), ("work", comparison.Name), ("device", device), ("rounds", rounds), ("ours_ms", ours.Median), (
                    "ours_least_ms", ours.Least), ("ours_greatest_ms", ours.Greatest),
                ("torch_ms", theirs.Median), ("torch_least_ms", theirs.Least), (
                    "torch_greatest_ms",
                    theirs.Greatest), ("ratio", ratio.Median), ("ratio_least", ratio.Least), ("ratio_greatest", ratio.Greatest));
            return;
        }

        Console.WriteLine($"{comparison.Name,-44} {Text(ours),24} {Text(theirs),24} {Text(ratio),22}");
    }

    private static string Text(Spread spread) => $"{Text(spread.Median)} ({Text(spread.Least)}–{Text(spread.Greatest)})";

    /// <summary>About three digits, more than the accuracy of such figures.</summary>
    private static string Text(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>The arguments for both sides.</summary>
    private sealed record Work(string[] Ours, string[] Theirs);
}
