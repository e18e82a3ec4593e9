using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The losses of the two players, computed from the discriminator's outputs: probabilities of being real, (N, 1), for real and for
/// generated samples.
/// </summary>
public interface IGanLoss
{
    /// <summary>The name after <c>--loss</c>.</summary>
    string Name { get; }

    /// <summary>The discriminator's loss on real samples; <paramref name="one"/> and the like are targets of the outputs' shape.</summary>
    Tensor OnReal(Tensor verdict, Tensor one) => Losses.BinaryCrossEntropy(verdict, one);

    /// <summary>The discriminator's loss on generated samples.</summary>
    Tensor OnFake(Tensor verdict, Tensor zero) => Losses.BinaryCrossEntropy(verdict, zero);

    /// <summary>The generator's loss.</summary>
    Tensor OfGenerator(Tensor verdict, Tensor one, Tensor zero);
}
