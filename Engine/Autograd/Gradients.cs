namespace GanFromScratch.Engine.Autograd;

/// <summary>Gradients as values, not collected in the leaves (torch.autograd.grad).</summary>
public static class Gradients
{
    /// <summary>
    /// In a backward function: whether the running pass needs the gradient of this input. Elsewhere: whether the tensor is in the graph.
    /// </summary>
    public static bool IsWanted(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return BackwardPass.Wants(input);
    }

    /// <summary>∂output/∂input for each input.</summary>
    /// <param name="output">The tensor that is differentiated.</param>
    /// <param name="inputs">The tensors to differentiate by: leaves that require gradients, or computed tensors.</param>
    /// <param name="gradient">∂(something)/∂output, of the output's shape; may be left out if the output is a single number.</param>
    /// <param name="createGraph">
    /// Record the gradients' own computation, so that they can be differentiated again, as a gradient penalty needs (WGAN-GP).
    /// </param>
    /// <returns>One gradient per input; zeros if the output does not depend on it.</returns>
    public static Tensor[] Of(Tensor output, Tensor[] inputs, Tensor? gradient = null, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor?[] found = BackwardPass.Of(output, inputs, gradient, createGraph);
        var gradients = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            gradients[i] = found[i] ?? Tensor.Zeros(inputs[i].Device, inputs[i].Shape);
        return gradients;
    }
}
