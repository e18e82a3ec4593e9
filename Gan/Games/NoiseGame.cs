using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>Samples are made of noise: G(z), z ~ N(0, 1) (Goodfellow et al. 2014).</summary>
/// <param name="latentSize">Length of z.</param>
/// <param name="noise">Draws z.</param>
public sealed class NoiseGame(int latentSize, RandomSource noise) : Game
{
    public override Tensor Fake(Sequential generator, Tensor x) => generator.Forward(noise.Normal([x.Shape[0], latentSize]));
}
