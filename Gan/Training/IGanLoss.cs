using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// What the two players minimise, from the discriminator's verdicts: probabilities of being real, (N, 1), on real and on generated samples.
/// </summary>
public interface IGanLoss
{
    /// <summary>What one writes after <c>--loss</c>.</summary>
    string Name { get; }

    /// <summary>The discriminator's loss on real samples; <paramref name="one"/> and the like are targets of the verdicts' shape.</summary>
    Tensor OnReal(Tensor verdict, Tensor one) => Losses.Bce(verdict, one);

    /// <summary>The discriminator's loss on generated samples.</summary>
    Tensor OnFake(Tensor verdict, Tensor zero) => Losses.Bce(verdict, zero);

    /// <summary>The generator's loss.</summary>
    Tensor OfGenerator(Tensor verdict, Tensor one, Tensor zero);
}
