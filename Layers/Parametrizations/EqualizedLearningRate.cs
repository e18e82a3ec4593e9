using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers.Parametrizations;

/// <summary>
/// Equalised learning rate (Karras, Aila, Laine, Lehtinen 2018, section 4.1): W·gain/√In, with a stored W that begins at N(0, 1) and In the
/// layer's fan-in, inputs times kernel area. The initial values are He's; but since optimizers such as Adam take steps of one size for all,
/// every weight learns at the same speed relative to its scale. With a rate λ (StyleGAN's learning rate multiplier, Karras, Laine, Aila
/// 2019, appendix C) it is W·λ·gain/√In with a W that begins at N(0, 1/λ²), and the bias is b·λ: they begin as without it and learn λ times
/// as fast.
/// </summary>
public sealed class EqualizedLearningRate : Parametrization
{
    private readonly double scale;

    private EqualizedLearningRate(IWeightedLayer layer, RandomSource random, double gain, double rate)
    {
        Parameter weight = layer.Weight;
        scale = rate * gain / Math.Sqrt(weight.Length / weight.Shape[layer.OutputAxis]);
        random.FillNormal(weight, std: (float)(1 / rate));
    }

    /// <summary>Of a bias, whose values stay as they are.</summary>
    private EqualizedLearningRate(Parameter bias, double rate)
    {
        scale = rate;
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        bias.CopyFrom(bias / rate);
    }

    /// <summary>Scales every weight of a layer or network, after drawing it anew.</summary>
    /// <param name="network">Returned.</param>
    /// <param name="random">Draws the initial values.</param>
    /// <param name="gain">He's √2 if left out, for ReLU and its kin.</param>
    /// <param name="rate">λ, more than 0; with 1 biases are not scaled.</param>
    public static T On<T>(T network, RandomSource random, double gain = 1.4142135623730951, double rate = 1)
        where T : Module =>
        Attach(
            network,
            layer => new EqualizedLearningRate(layer, random, gain, rate),
            rate == 1 ? null : bias => new EqualizedLearningRate(bias, rate));

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * scale;
    }
}
