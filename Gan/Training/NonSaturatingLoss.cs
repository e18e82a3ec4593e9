using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The discriminator as in <see cref="MinimaxLoss"/>; the generator minimises −log D(G(z)) instead of log(1 − D(G(z))): the same fixed
/// point, but the gradient is largest where the discriminator rejects fakes with confidence (Goodfellow et al. 2014, section 3). Every
/// tutorial trains with this loss.
/// </summary>
public sealed class NonSaturatingLoss : IGanLoss
{
    public string Name => "non-saturating";

    public Tensor OfGenerator(Tensor verdict, Tensor one, Tensor zero) => Losses.BinaryCrossEntropy(verdict, one);
}
