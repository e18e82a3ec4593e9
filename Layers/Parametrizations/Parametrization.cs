using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Parametrizations;

/// <summary>
/// Computes the weight that a layer uses from the one that is stored and trained (torch.nn.utils.parametrize), in every forward pass. It is
/// a child module of its layer, so its own parameters and buffers are trained and saved with it: <c>0.parametrizations.weight.u</c>.
/// <para>
/// To write one: compute the weight in <see cref="Module.Forward"/>, which keeps its shape, and offer it to layers with <see
/// cref="Attach"/>.
/// </para>
/// </summary>
public abstract class Parametrization : Module
{
    public sealed override Shape OutputShape(Shape input) => input;

    /// <summary>Gives each weighted layer of a network a parametrization.</summary>
    /// <param name="network">A layer, or a network with all its descendants.</param>
    /// <param name="create">Called for each layer of them that has a weight.</param>
    /// <param name="ofBias">Called for each of their biases; null leaves biases as they are.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidOperationException">A weight or bias has a parametrization already.</exception>
    protected static T Attach<T>(
        T network, Func<IWeightedLayer, Parametrization> create, Func<Parameter, Parametrization>? ofBias = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(create);
        if (network is IWeightedLayer layer)
        {
            network.Parametrize(layer.Weight, () => create(layer));
            if (ofBias != null && layer.Bias is Parameter bias)
                network.Parametrize(bias, () => ofBias(bias));
        }

        foreach (Module child in network.Children.ToArray())
            Attach(child, create, ofBias);
        return network;
    }
}
