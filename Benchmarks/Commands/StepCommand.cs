using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>step</c>: one training step (discriminator step and generator step, optimizers, metrics, and the copy of the next batch to the
/// device), as in training, on synthetic data.
/// </summary>
internal static class StepCommand
{
    public static Command Create()
    {
        var steps = new Option<int>("--steps") { Description = "Steps that count [60]", DefaultValueFactory = _ => 60 };
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var capture = new Option<bool>("--capture")
        {
            Description = "false: launch eagerly instead of replaying the recorded step [true]",
            DefaultValueFactory = _ => true,
        };
        var json = new Option<bool>("--json") { Description = "A JSON line" };
        var command = new Command("step", "Time a training step, with the options of 'train' that determine what it does.")
        {
            steps, on.Device, on.Compiler, threads, capture, json,
        };
        foreach (TrainingOption option in TrainingOptionList.OfStep)
            command.Add(option.Option);
        command.SetAction(parsed =>
        {
            TrainingOptions options = (TrainingOptionList.Read(parsed) with
            {
                Capture = parsed.GetValue(capture),
                Device = on.DeviceOf(parsed),
                Compiler = on.CompilerOf(parsed),
                Threads = parsed.GetValue(threads),
            }).WithClasses(MadeUpSamples.UsualClasses).Validate();
            int count = parsed.GetValue(steps);
            if (count is < 1 or > 1_000_000)
                throw new InputException($"--steps: expected 1 to 1,000,000, got {count}.");
            Measure(options.FindModel(), options, count, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Measure(GanModel model, TrainingOptions options, int steps, bool json)
    {
        using Device device = DeviceCatalog.Open(options.Device, options.Threads, options.Compiler);
        using var trainer = new GanTrainer(options, device);
        var samples = new MadeUpSamples(model.DataShape.Size, options.Batch * options.DiscriminatorSteps, options.Classes);
        var order = new BatchOrder(samples.Count, options.Batch, options.Seed);
        void Step()
        {
            trainer.Step(samples, order, epoch: 0, batch: 0);
            device.Synchronize();
        }

        for (int i = 0; i < 10; i++)
            Step();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 10; i++)
            Step();
        long allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 10;
        double median = Timing.Milliseconds(Step, steps).Median;
        StepMetrics metrics = trainer.ReadMetrics(steps + 23);
        if (!double.IsFinite(metrics.DiscriminatorLoss + metrics.GeneratorLoss))
            throw new InvalidOperationException("The losses are not finite, so the step's time is meaningless.");
        JsonLine.Print(
            json,
            ("measure", "step"), ("model", model.Name), ("game", Game(options)), ("device", device.Name),
            ("batch", options.Batch), ("median_ms", median),
            ("images_per_s", Math.Round(options.Batch / median * 1000)), (
                "gflops", StepFlops.Count(trainer, model, options) / median / 1e6), ("allocated_bytes", allocated));
    }

    /// <summary>The word for the penalties that the step computes, by which a peer's step is paired with it.</summary>
    private static string Game(TrainingOptions options)
    {
        IReadOnlyList<PenaltySetting> penalties = PenaltySetting.Parse(options.Penalty);
        return penalties.Count == 0 ? "plain" : string.Join("+", penalties.Select(penalty => penalty.Penalty.Name));
    }
}
