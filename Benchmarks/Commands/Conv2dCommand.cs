using System.CommandLine;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>conv2d</c>: convolutions of the sizes that GANs at 14×14 and 28×28 pixels are made of, forward and both gradients. Each is checked
/// before it is timed, as <c>kernels time</c> does.
/// </summary>
internal static class Conv2dCommand
{
    private const int Batch = 64;

    /// <summary>How long a convolution is repeated.</summary>
    private const double Seconds = 0.5;

    private static readonly (string Name, Conv2d Sizes)[] Shapes =
    [
        ("64>128 14 k5s2", new Conv2d(Batch, 64, 14, 14, 128, 5, 5, new Conv2dOptions(stride: 2, padding: 2))),
        ("128>128 14 k3s1", new Conv2d(Batch, 128, 14, 14, 128, 3, 3, new Conv2dOptions(stride: 1, padding: 1))),
        ("1>64 28 k5s2", new Conv2d(Batch, 1, 28, 28, 64, 5, 5, new Conv2dOptions(stride: 2, padding: 2))),
    ];

    public static Command Create()
    {
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var command = new Command("conv2d", "Time convolutions, forward and backward.") { on.Device, on.Compiler, threads, json };
        command.SetAction(parsed =>
        {
            using Device target = on.Open(parsed, parsed.GetValue(threads));
            using var bench = new KernelBench(target, Seconds, limit: double.PositiveInfinity);
            foreach ((string name, Conv2d sizes) in Shapes)
                Measure(bench, name, sizes, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Measure(KernelBench bench, string name, Conv2d sizes, bool json)
    {
        double forward = bench.TimeContract(Small(s => Conv2dFamily.Of("", name, s, bias: true), sizes)).Seconds;
        double backward = bench.TimeContract(Small(s => Conv2dInputGradientFamily.Of("", name, s, bias: false), sizes)).Seconds
            + bench.TimeContract(Small(s => Conv2dWeightGradientFamily.Of("", name, s), sizes)).Seconds;
        JsonLine.Print(
            json,
            ("measure", "conv2d"), ("shape", name), ("batch", sizes.N), ("forward_ms", forward * 1000), ("backward_ms", backward * 1000),
            ("forward_gflops", sizes.Flops / forward / 1e9), ("backward_gflops", 2 * sizes.Flops / backward / 1e9));
    }

    /// <summary>The reference checks the case with two images; all of them would take it too long.</summary>
    private static KernelCase Small(Func<Conv2d, KernelCase> work, Conv2d sizes) =>
        work(sizes) with { Small = work(sizes with { N = 2 }) };
}
