using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Comparing;

/// <summary>What the samples of a generator cost.</summary>
/// <param name="Parameters">Its trainable values.</param>
/// <param name="SecondsPerSample">In batches of 64: the median of the batches that are made within a fifth of a second.</param>
internal readonly record struct GeneratorCost(long Parameters, double SecondsPerSample)
{
    private const int Batch = 64, WarmUp = 3;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.2);

    /// <summary>Of a generator of this model, whose weights do not matter for it.</summary>
    public static GeneratorCost Of(GanModel model, Device device)
    {
        using var noGrad = new NoGradScope();
        using var random = new RandomSource(device, seed: 1);
        using Sequential generator = model.Generator(random);
        generator.Eval();
        using Tensor inputs = random.Normal([Batch, .. model.GeneratorInput]);
        model.Condition.Labels.Current = model.Condition.TakesLabels ? Tensor.Zeros(device, [Batch]) : null;
        for (int i = 0; i < WarmUp; i++)
            Time(generator, inputs);
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Enough)
            times.Add(Time(generator, inputs));
        times.Sort();
        return new GeneratorCost(generator.Parameters().Sum(p => (long)p.Length), times[times.Count / 2] / Batch);
    }

    /// <summary>Seconds of a batch, with its copy to the host.</summary>
    private static double Time(Sequential generator, Tensor inputs)
    {
        using var scope = new TensorScope();
        var clock = Stopwatch.StartNew();
        generator.Forward(inputs).ToArray();
        return clock.Elapsed.TotalSeconds;
    }
}
