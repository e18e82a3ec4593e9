using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>Bounds the collected gradients between the backward pass and the step. Nothing waits for the device.</summary>
public static class GradientClipping
{
    /// <summary>
    /// Scales all gradients together so that their norm, as one vector, is at most <paramref name="maxNorm"/>
    /// (torch.nn.utils.clip_grad_norm_).
    /// </summary>
    /// <param name="parameters">Those without a gradient are passed over.</param>
    /// <param name="maxNorm">≥ 0.</param>
    /// <param name="order">Of the norm: 2 is Euclid's, infinity the largest magnitude; more than 0.</param>
    /// <returns>The norm before, of shape (), in the open scope; 0 if there are no gradients.</returns>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public static Tensor ByNorm(IReadOnlyList<Tensor> parameters, float maxNorm, double order = 2)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0)
            throw new InputException("Gradient clipping needs at least one parameter.");
        if (!(maxNorm >= 0))
            throw new InputException($"The largest norm must be ≥ 0, got {maxNorm}.");
        if (!(order > 0))
            throw new InputException($"The order of a norm must be more than 0, got {order}.");
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        Tensor norm = Tensor.Zeros(parameters[0].Device, []);
        foreach (Tensor parameter in parameters)
        {
            if (parameter.Grad is Tensor gradient)
                norm = double.IsInfinity(order) ? norm.Maximum(gradient.Abs().Max()) : norm + Powers(gradient, order).Sum();
        }

        norm = order == 2 ? norm.Sqrt() : double.IsInfinity(order) ? norm : norm.Pow((float)(1 / order));
        Tensor factor = (maxNorm / (norm + 1e-6)).Clamp(high: 1);
        foreach (Tensor parameter in parameters)
            parameter.Grad?.CopyFrom(parameter.Grad * factor);
        return scope.Keep(norm);
    }

    /// <summary>Brings every element of every gradient into [−limit, limit] (torch.nn.utils.clip_grad_value_).</summary>
    /// <param name="parameters">Those without a gradient are passed over.</param>
    /// <param name="limit">≥ 0.</param>
    /// <exception cref="InputException">The limit is negative.</exception>
    public static void ByValue(IReadOnlyList<Tensor> parameters, float limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(limit >= 0))
            throw new InputException($"The limit of the gradients must be ≥ 0, got {limit}.");
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        foreach (Tensor parameter in parameters)
            parameter.Grad?.CopyFrom(parameter.Grad.Clamp(-limit, limit));
    }

    private static Tensor Powers(Tensor gradient, double order) => order == 2 ? gradient.Square() : gradient.Abs().Pow((float)order);
}
