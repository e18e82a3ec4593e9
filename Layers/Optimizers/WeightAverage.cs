using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// An exponential moving average (EMA) of a network's weights in a second network of the same structure; the formula is at <see
/// cref="AverageRule"/>. The players of a GAN circle around the equilibrium, and the average of the generator lies nearer to it (Yazıcı et
/// al. 2019, "The Unusual Effectiveness of Averaging in GAN Training"). Buffers, such as running means, are copied.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private readonly Module source;
    private readonly AverageRule rule;
    private readonly Tensor rate;

    /// <param name="source">The network that is trained.</param>
    /// <param name="average">Takes the source's current values, and then their average; its parameters are frozen.</param>
    /// <param name="decay">In [0, 1): the share of the average that an update keeps.</param>
    /// <exception cref="InputException">The decay is out of its range, or the networks differ.</exception>
    public WeightAverage(Module source, Module average, double decay)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(average);
        this.source = source;
        Average = average;
        rule = new AverageRule(Settings.Share(decay));
        average.LoadStateDict(source.StateDict());
        average.RequiresGrad(false);
        Engine.Devices.Device device = source.Parameters()[0].Device;
        Steps = Tensor.Persistent(device, [source.Parameters().Count]);
        rate = Tensor.Persistent(device, [1]);
    }

    /// <summary>The network with the averaged weights.</summary>
    public Module Average { get; }

    /// <summary>The number of updates, for each parameter: all the state besides the network.</summary>
    public Tensor Steps { get; }

    /// <summary>Takes the source's current weights into the average.</summary>
    public void Update()
    {
        for (int i = 0; i < source.Parameters().Count; i++)
            ParameterUpdate.Run(
                new UpdateBuffers(
                    Average.Parameters()[i].MutableView("WeightAverage.Update"), source.Parameters()[i].View, rate.View,
                    Steps.View.Slice(i, 1)),
                rule);
        for (int i = 0; i < source.Buffers().Count; i++)
            Average.Buffers()[i].Tensor.CopyFrom(source.Buffers()[i].Tensor);
    }

    /// <summary>Disposes the averaged network too.</summary>
    public void Dispose()
    {
        Average.Dispose();
        Steps.Dispose();
        rate.Dispose();
    }
}
