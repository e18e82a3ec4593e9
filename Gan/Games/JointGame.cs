using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Generation and inference at once: BiGAN (Donahue, Krähenbühl, Darrell 2017, "Adversarial Feature Learning") and ALI (Dumoulin et al.
/// 2017, "Adversarially Learned Inference"). Beside the generator G an encoder E maps samples to latent vectors, and the discriminator
/// judges pairs of a sample and a latent vector:
/// <code>
///   min over G and E, max over D:   E log D(x, E(x)) + E log(1 − D(G(z), z))
/// </code>
/// The pairs of both sides are alike only if E inverts G (theorem 2 of Donahue et al.), though no loss compares x with G(E(x)). Both sides
/// are made by networks, so both have a gradient in the generator's step. A pair is one row of numbers: the sample's, then z's.
/// </summary>
/// <param name="model">Its generator is a <see cref="BidirectionalGenerator"/>.</param>
/// <param name="noise">Draws z.</param>
public sealed class JointGame(GanModel model, RandomSource noise) : Game
{
    public override bool LearnsReal => true;

    public override Tensor Fake(Sequential generator, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(x);
        Tensor z = model.Latent(noise, x.Shape[0]);
        return Join(generator.Forward(z), z);
    }

    public override Tensor Real(Sequential generator, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Join(x, BidirectionalGenerator.Of(generator).Encoder.Forward(x));
    }

    private static Tensor Join(Tensor samples, Tensor z) => Tensor.Concat([samples.Reshape(samples.Shape[0], -1), z], 1);
}
