using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers.Parametrizations;

/// <summary>
/// Weight normalisation (Salimans, Kingma 2016; torch.nn.utils.parametrizations.weight_norm): g·v/‖v‖, length and direction learned apart,
/// with one length for each index of the first axis. v is the stored weight; g has its shape (O) as a parameter of its own and begins with
/// ‖v‖, so that the weight begins as it was. A row of zeros has no direction and gives NaN.
/// </summary>
public sealed class WeightNorm : Parametrization
{
    private readonly Parameter length;

    private WeightNorm(IWeightedLayer layer, RandomSource random)
    {
        Parameter weight = layer.Weight;
        length = AddParameter("g", [weight.Shape[0]], Initializers.Zeros, default, random);
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        length.CopyFrom(Norms(weight).Reshape(weight.Shape[0]));
    }

    /// <summary>Normalises every weight of a layer or network.</summary>
    /// <param name="network">Returned.</param>
    /// <param name="random">Determines the device.</param>
    public static T On<T>(T network, RandomSource random)
        where T : Module =>
        Attach(network, layer => new WeightNorm(layer, random));

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor norms = Norms(x);
        return x * (length.Effective().Reshape(norms.Shape) / norms);
    }

    /// <summary>‖v‖ over all axes but the first, (O, 1, …).</summary>
    private static Tensor Norms(Tensor v) => v.Square().Sum([.. Enumerable.Range(1, v.Rank - 1)], keepDims: true).Sqrt();
}
