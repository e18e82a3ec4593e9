using System.CommandLine;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>profile</c>: the time of a training step by phase, op and kernel, on synthetic data; also as a trace file for chrome://tracing and
/// Perfetto.
/// </summary>
internal static class ProfileCommand
{
    private const int WarmUp = 5;

    public static Command Create()
    {
        var model = new Option<string>("--model")
        {
            Description = "A model that Gan's 'summary' lists [mlp]",
            DefaultValueFactory = _ => "mlp",
        };
        var batch = new Option<int>("--batch") { Description = "Samples a step [64]", DefaultValueFactory = _ => 64 };
        var steps = new Option<int>("--steps") { Description = "Steps that count, 1 to 1,000 [20]", DefaultValueFactory = _ => 20 };
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var trace = new Option<string>("--trace") { Description = "Write the steps as a Chrome trace file" };
        var json = new Option<bool>("--json") { Description = "A JSON line a figure" };
        var command = new Command("profile", "Take the time of a training step apart.")
        {
            model, batch, steps, on.Device, on.Compiler, threads, trace, json
        };
        command.SetAction(parsed =>
        {
            GanModel gan = GanModel.Catalog.Find(parsed.GetValue(model)!);
            TrainingOptions options = (TrainingOptions.Published(gan) with
            {
                Batch = parsed.GetValue(batch),

                // Networks that grow are profiled at their full size.
                Grow = 0,
                Device = on.DeviceOf(parsed),
                Compiler = on.CompilerOf(parsed),
                Threads = parsed.GetValue(threads),
            }).Validate();
            int count = parsed.GetValue(steps);
            if (count is < 1 or > 1000)
                throw new InputException($"--steps: expected 1 to 1,000, got {count}.");
            Measure(gan, options, count, OutputPath.Of(parsed, trace)[0], parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Measure(GanModel model, TrainingOptions options, int count, string? trace, bool json)
    {
        using Device device = DeviceCatalog.Open(options.Device, options.Threads, options.Compiler);
        using var trainer = new GanTrainer(options, device);
        var samples = new MadeUpSamples(model.DataShape.Size, options.Batch);
        var order = new BatchOrder(samples.Count, options.Batch, options.Seed);
        void Step() => trainer.Step(samples, order, epoch: 0, batch: 0);

        var profiler = new StepProfiler(device, WarmUp, count);
        for (int i = 0; i < WarmUp + count; i++)
            profiler.Step(Step);
        double replayed = Timing.Milliseconds(
            () =>
            {
                Step();
                device.Synchronize();
            },
            count).Median;

        var profile = StepProfile.Of(profiler.Steps);
        if (json)
        {
            ProfileTable.PrintJson(
                profile, ("model", model.Name), ("device", device.Name), ("batch", options.Batch), ("replayed_ms", replayed));
        }
        else
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name}, batch {options.Batch}, on {device.Name} ({device.Description}); unobserved, as a replayed recording, a "
                + $"step takes {replayed:0.000} ms (median)."));
            foreach (string line in ProfileTable.Lines(profile))
                Console.WriteLine(line);
        }

        if (trace == null)
            return;
        ChromeTrace.Write(trace, $"{model.Name}, batch {options.Batch}, {device.Name}", profiler.Steps);
        if (!json)
            Console.WriteLine($"Trace: {trace} (open it in chrome://tracing or ui.perfetto.dev)");
    }
}
