using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Gan.Training;

/// <summary>The optimizers that <c>--optimizer</c> names, with the options' settings.</summary>
public static class OptimizerChoice
{
    public static IReadOnlyList<string> Names { get; } = ["adam", "adamw", "rmsprop", "sgd"];

    /// <summary>
    /// Adam and AdamW take β₁, β₂ and ε; RMSProp takes ε, and PyTorch's α = 0.99; SGD takes β₁ as its momentum.
    /// </summary>
    /// <exception cref="InputException">No such optimizer.</exception>
    public static Optimizer Create(string name, TrainingOptions options, IReadOnlyList<NamedTensor> parameters, float learningRate)
    {
        ArgumentNullException.ThrowIfNull(options);
        return name switch
        {
            "adam" => new Adam(parameters, learningRate, options.Beta1, options.Beta2, options.Epsilon),
            "adamw" => new AdamW(parameters, learningRate, options.Beta1, options.Beta2, options.Epsilon),
            "rmsprop" => new RmsProp(parameters, learningRate, epsilon: options.Epsilon),
            "sgd" => new Sgd(parameters, learningRate, options.Beta1),
            _ => throw new InputException($"--optimizer: expected {string.Join(", ", Names)}, got '{name}'."),
        };
    }
}
