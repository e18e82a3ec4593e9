using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Parametrizations;

/// <summary>
/// Equalised learning rate (Karras, Aila, Laine, Lehtinen 2018, section 4.1): W·gain/√In, with a stored W that begins at N(0, 1) and In the
/// layer's fan-in, inputs times kernel area. The initial values are He's; but since optimizers such as Adam take steps of one size for all,
/// every weight learns at the same speed relative to its scale.
/// </summary>
public sealed class EqualizedLearningRate : Parametrization
{
    private readonly double scale;

    private EqualizedLearningRate(IWeightedLayer layer, RandomSource random, double gain)
    {
        Parameter weight = layer.Weight;
        scale = gain / Math.Sqrt(weight.Length / weight.Shape[layer.OutputAxis]);
        random.FillNormal(weight);
    }

    /// <summary>Scales every weight of a layer or network, after drawing it anew.</summary>
    /// <param name="network">Returned.</param>
    /// <param name="random">Draws the initial values.</param>
    /// <param name="gain">He's √2 if left out, for ReLU and its kin.</param>
    public static T On<T>(T network, RandomSource random, double gain = 1.4142135623730951)
        where T : Module =>
        Attach(network, layer => new EqualizedLearningRate(layer, random, gain));

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * scale;
    }
}
