using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Explaining;

/// <summary>
/// One training step of a model, run once and watched: the ops it called, in which phase, from which tensors, where gradients come back,
/// what stands still; and every launch that it took.
/// </summary>
public sealed class StepExplanation
{
    private StepExplanation(string title, IReadOnlyList<TracedOp> ops, IReadOnlyList<ObservedLaunch> launches)
    {
        Title = title;
        Ops = ops;
        Launches = launches;
    }

    /// <summary>Model, batch and device.</summary>
    public string Title { get; }

    /// <summary>The ops of the two players' moves in the order of their calls; what only keeps the log is left out.</summary>
    public IReadOnlyList<TracedOp> Ops { get; }

    /// <summary>All launches, those of the way back and of the optimizers included.</summary>
    public IReadOnlyList<ObservedLaunch> Launches { get; }

    /// <summary>Runs a step on random pixels.</summary>
    public static StepExplanation Of(GanModel model, TrainingOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        var trace = new OpTrace { Without = [GanPhase.Metrics] };
        var observer = new LaunchObserver { Ops = trace };
        using var trainer = new GanTrainer(options, model, device);
        Name(trace, "G", trainer.Generator);
        Name(trace, "D", trainer.Discriminator);
        foreach (NamedTensor tensor in trainer.Inputs())
            trace.Name(tensor.Tensor, tensor.Name);

        var samples = new MadeUpSamples(model.SampleShape.Size, options.Batch * options.DiscriminatorSteps);
        device.Observe(observer);
        try
        {
            trainer.Step(samples, new BatchOrder(samples.Count, options.Batch, options.Seed), epoch: 0, batch: 0);
            device.Synchronize();
            observer.End();
        }
        finally
        {
            device.Observe(null);
        }

        // What no one has named and no op has made is drawn at random: the generator's input.
        foreach (TracedInput input in trace.Ops.SelectMany(op => op.Inputs).Where(input => input.Value is { Name: null, Producer: null }))
            input.Value.Name = input.Value.Shape == [options.Batch, model.LatentSize] ? "noise z" : "random numbers";
        return new StepExplanation(
            $"One training step of {model.Name}, batch {options.Batch}, on {device.Name}", trace.Ops, [.. observer.Launches]);
    }

    /// <summary>A value as one may read it: its name, or the number of the op that made it.</summary>
    public static string Label(TracedValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Name ?? $"#{value.Producer!.Number}";
    }

    /// <summary>64×1×28×28.</summary>
    public static string Size(Shape shape) => shape.Rank == 0 ? "1" : string.Join('×', shape.ToArray());

    private static void Name(OpTrace trace, string player, Module network)
    {
        foreach (NamedTensor parameter in network.NamedParameters())
            trace.Name(parameter.Tensor, $"{player}.{parameter.Name}");
    }
}
