using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The original minimax game: min over G, max over D of E log D(x) + E log(1 − D(G(z))) (Goodfellow et al. 2014, eq. 1). The discriminator
/// minimises −log D(x) − log(1 − D(G(z))), which is binary cross-entropy with targets 1 and 0; the generator minimises log(1 − D(G(z))).
/// Where D rejects fakes with confidence (D(G(z)) near 0) this loss saturates and the generator's gradient vanishes: the reason for <see
/// cref="NonSaturatingLoss"/>.
/// </summary>
public sealed class MinimaxLoss : IGanLoss
{
    public string Name => "minimax";

    public Tensor OfGenerator(Tensor verdict, Tensor one, Tensor zero) => -Losses.BinaryCrossEntropy(verdict, zero);
}
