using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>
/// Bounds the weights themselves after a step, so that a network's slope is bounded (WGAN; Arjovsky, Chintala, Bottou 2017).
/// </summary>
public static class WeightClipping
{
    /// <summary>Brings every element of every parameter into [−limit, limit].</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="limit">≥ 0.</param>
    /// <exception cref="InputException">The limit is negative.</exception>
    public static void ByValue(IReadOnlyList<Tensor> parameters, float limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(limit >= 0))
            throw new InputException($"The limit of the weights must be ≥ 0, got {limit}.");
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        foreach (Tensor parameter in parameters)
            parameter.CopyFrom(parameter.Clamp(-limit, limit));
    }
}
