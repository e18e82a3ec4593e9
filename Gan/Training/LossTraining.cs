using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Trains one network by one loss over batches of data: Adam, a short warm-up, then a learning rate that falls to 0 along a cosine. The
/// step is recorded once and replayed.
/// </summary>
public abstract class LossTraining : IDisposable
{
    private const int MostWarmup = 200, WarmupShare = 24;

    private readonly Module network;
    private readonly int steps;
    private readonly float rate;
    private readonly CosineDecay decay;
    private readonly Adam optimizer;
    private readonly BatchOrder order;
    private readonly Tensor sum;
    private StepGraph? graph;

    /// <param name="network">Trained in place.</param>
    /// <param name="device">Of the network.</param>
    /// <param name="count">Samples of the data.</param>
    /// <param name="batch">Samples a step.</param>
    /// <param name="steps">In all.</param>
    /// <param name="rate">The highest learning rate.</param>
    /// <param name="seed">Determines the order of the samples.</param>
    protected LossTraining(Module network, Device device, int count, int batch, int steps, float rate, ulong seed)
    {
        (this.network, this.steps, this.rate) = (network, steps, rate);
        decay = new CosineDecay(rate, steps);
        optimizer = new Adam(network.NamedParameters(), rate);
        order = new BatchOrder(count, batch, seed);
        sum = Tensor.Persistent(device, []);
    }

    /// <summary>Steps done.</summary>
    public int Done { get; private set; }

    /// <summary>Steps in a pass over the data.</summary>
    protected int StepsPerEpoch => order.BatchesPerEpoch;

    /// <summary>So many steps more, at most to the end or until <paramref name="stop"/>.</summary>
    /// <returns>Their mean loss; waits for the device.</returns>
    public float Advance(int count, CancellationToken stop = default)
    {
        int begin = Done, end = Math.Min(Done + count, steps);
        sum.CopyFrom([0]);
        network.Train();
        while (Done < end && !stop.IsCancellationRequested)
            Step();
        return sum.Item() / (Done - begin);
    }

    public void Dispose()
    {
        graph?.Dispose();
        optimizer.Dispose();
        sum.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Loads the samples of a step for <see cref="Loss"/>.</summary>
    protected abstract void Load(ReadOnlySpan<int> indices);

    /// <summary>Of the loaded samples: one number.</summary>
    protected abstract Tensor Loss();

    /// <summary>Disposes the derived class's own tensors.</summary>
    protected abstract void Release();

    internal void Step()
    {
        // Adam's first steps, with moments estimated from few gradients, are erratic.
        float rise = Math.Min(1, (Done + 1f) / Math.Min(MostWarmup, 1 + (steps / WarmupShare)));
        optimizer.LearningRate = rise * decay.At(Done);
        Load(order.Batch((uint)(Done / order.BatchesPerEpoch), Done % order.BatchesPerEpoch));
        graph ??= StepGraph.Capture(sum.Device, Play);
        graph.Replay();
        Done++;
    }

    private void Play()
    {
        using var scope = new TensorScope();
        Tensor loss = Loss();
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        sum.AddInPlace(loss.Detach());
    }
}
