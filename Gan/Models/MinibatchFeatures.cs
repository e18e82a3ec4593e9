using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>What the discriminator's last layer sees of the other samples in the batch, so that samples all alike give themselves
/// away.</summary>
public enum MinibatchFeatures
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><see cref="MinibatchDiscrimination"/> (Salimans et al. 2016).</summary>
    Discrimination,

    /// <summary><see cref="MinibatchStandardDeviation"/> (Karras et al. 2018).</summary>
    Stddev,
}

/// <summary>Puts the features into a discriminator.</summary>
public static class MinibatchFeaturesExtensions
{
    private const int Kernels = 32, Dimensions = 5;

    /// <summary>
    /// Puts the layer before the network's last layer with weights. That layer gets the inputs it needs besides: its old weights and bias
    /// stay, and the new weights begin at 0: the nearness to a whole batch is a large number, which would saturate a sigmoid at first.
    /// </summary>
    /// <param name="features">The layer to add; nothing for <see cref="MinibatchFeatures.None"/>.</param>
    /// <param name="discriminator">Changed.</param>
    /// <param name="random">Draws initial values.</param>
    /// <exception cref="InputException">The last layer with weights is not dense.</exception>
    public static void AddTo(this MinibatchFeatures features, Sequential discriminator, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        if (features == MinibatchFeatures.None)
            return;
        int head = discriminator.Head;
        if (discriminator[head] is not Dense last)
            throw new InputException(
                $"--minibatch {features.ToString().ToLowerInvariant()}: expected a discriminator whose last layer with weights is dense, "
                + $"got {discriminator[head].Description}; choose another --model, or --minibatch none.");
        Module layer = features == MinibatchFeatures.Stddev
            ? new MinibatchStandardDeviation()
            : new MinibatchDiscrimination(last.Inputs, Kernels, Dimensions, random);
        int more = layer.OutputShape([1, last.Inputs])[1] - last.Inputs;
        var wider = new Dense(last.Inputs + more, last.Outputs, random, bias: last.Bias != null, weights: Initializers.Zeros);
        using (new Engine.Devices.TensorScope())
        using (new Engine.Autograd.NoGradScope())
        {
            Tensor fresh = wider.Weight.Slice(1, last.Inputs, more);
            wider.Weight.CopyFrom(Tensor.Concat([last.Weight.Effective(), fresh], 1));
            if (last.Bias != null)
                wider.Bias!.CopyFrom(last.Bias);
        }

        discriminator.Replace(head, layer, wider);
    }
}
