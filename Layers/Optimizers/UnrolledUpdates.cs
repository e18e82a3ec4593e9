using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// Updates of a network as a part of the graph: an optimizer's rule evaluated on tensors, so that gradients pass through the updates. Until
/// it is disposed, the network computes with the updated values (<see cref="Parameter.StandIn"/>); its parameters and the optimizer's state
/// stay as they are. Second-order methods (MAML) and unrolled GANs (Metz et al. 2017) need it.
/// <code>
/// using var ahead = new UnrolledUpdates(network, optimizer);
/// for (int i = 0; i &lt; k; i++)
///     ahead.Step(Loss(network));
/// LossOfTheOther(network).Backward();
/// </code>
/// </summary>
public sealed class UnrolledUpdates : IDisposable
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Optimizer optimizer;
    private readonly TensorUpdate[] updates;

    /// <param name="network">Its parameters, in their order, are those of the optimizer.</param>
    public UnrolledUpdates(Module network, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        this.optimizer = optimizer;
        parameters = network.Parameters();
        updates = new TensorUpdate[parameters.Count];
        for (int i = 0; i < updates.Length; i++)
        {
            updates[i] = optimizer.BeginUpdate(i);
            parameters[i].StandIn = updates[i].Value;
        }
    }

    /// <summary>One update along the gradient of a loss of the network, which is computed with its current stand-ins.</summary>
    public void Step(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Tensor[] gradients = Gradients.Of(loss, Array.ConvertAll(updates, update => update.Value), createGraph: true);
        for (int i = 0; i < updates.Length; i++)
        {
            optimizer.Apply(updates[i], gradients[i], i);
            parameters[i].StandIn = updates[i].Value;
        }
    }

    /// <summary>The network computes with its own parameters again.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in parameters)
            parameter.StandIn = null;
    }
}
