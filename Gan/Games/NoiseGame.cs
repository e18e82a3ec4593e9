using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>Samples are made of noise: G(z), z ~ N(0, 1) (Goodfellow et al. 2014).</summary>
/// <param name="model">Says what z is.</param>
/// <param name="noise">Draws z.</param>
public sealed class NoiseGame(GanModel model, RandomSource noise) : Game
{
    public override Tensor Fake(Sequential generator, Tensor x) => generator.Forward(model.Latent(noise, x.Shape[0]));
}
