using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Explaining;

/// <summary>
/// A trace of one training step of a model: its ops by phase with their input tensors, the gradient flow, the frozen weights, and every
/// kernel launch.
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

    /// <summary>The ops of both players' steps in call order, without those for metrics only.</summary>
    public IReadOnlyList<TracedOp> Ops { get; }

    /// <summary>All launches, including those of the backward pass and the optimizers.</summary>
    public IReadOnlyList<ObservedLaunch> Launches { get; }

    /// <summary>Runs a step on random pixels.</summary>
    public static StepExplanation Of(TrainingOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        GanModel model = options.FindModel();
        var trace = new OpTrace { Without = [GanPhase.Metrics] };
        var observer = new LaunchObserver { Ops = trace };
        using var trainer = new GanTrainer(options, device);
        Name(trace, "G", trainer.Generator);
        Name(trace, "D", trainer.Discriminator);
        foreach (NamedTensor tensor in trainer.Inputs())
            trace.Name(tensor.Tensor, tensor.Name);

        var samples = new MadeUpSamples(model.DataShape.Size, options.Batch * options.DiscriminatorSteps, options.Classes);
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

        // Of what was drawn, the generator's input has its shape. A tensor that is unnamed and not an op's result is a constant of an op.
        foreach (TracedValue value in trace.Ops.SelectMany(op => op.Inputs).Select(input => input.Value))
        {
            if (value.Name == OpTrace.Random && value.Shape == [options.Batch, model.LatentSize])
                value.Name = "noise z";
            else if (value is { Name: null, Producer: null })
                value.Name = "constants";
        }

        return new StepExplanation(
            $"One training step of {model.Name}, batch {options.Batch}, on {device.Name}", trace.Ops, [.. observer.Launches]);
    }

    /// <summary>A value's readable name: its own, or the number of its op.</summary>
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
