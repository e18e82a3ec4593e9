using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// Floating-point operations of the matrix products and convolutions in one training step; the rest is negligible. A dense layer of In×Out
/// costs 2·In·Out per sample in the forward pass, the same for the gradient of its weights, and the same for the gradient of its input. The
/// same holds for a convolution, which uses each weight once per output pixel (per input pixel, if transposed), padding included.
/// </summary>
internal static class StepFlops
{
    public static double Count(GanTrainer trainer, GanModel model, TrainingOptions options)
    {
        (double generator, double generatorFirst) = Products(trainer.Generator, [1, .. model.GeneratorInput]);
        (double discriminator, double discriminatorFirst) = Products(trainer.Discriminator, [1, .. model.DiscriminatorInput]);
        double passes = options.ReuseNoise || options.Update == UpdateOrder.Simultaneous ? 0 : options.DiscriminatorSteps;

        // The discriminator's step: real and generated samples forward, and back to the weights; the gradient of its input is not needed.
        double discriminatorStep = 2 * ((3 * discriminator) - discriminatorFirst) * options.DiscriminatorSteps;

        // The generator's step: forward through both; back through the discriminator to its input only (unless it learns too), and through
        // the generator to its weights; the gradient of the noise is not needed.
        double through = (options.FreezeDiscriminator ? 2 : 3) * discriminator * (trainer.Game.LearnsReal ? 2 : 1);
        double generatorStep = through + (trainer.Game.GeneratorPasses * 3 * generator) - generatorFirst;
        return options.Batch * ((passes * generator) + discriminatorStep + generatorStep);
    }

    /// <summary>Operations of one forward pass of one sample, and the share of the first layer.</summary>
    private static (double All, double First) Products(Module network, Shape shape)
    {
        double all = 0, first = 0;
        foreach (Module layer in network.Children)
        {
            Shape output = layer.OutputShape(shape);
            double flops = layer switch
            {
                Dense dense => 2.0 * dense.Weight.Length,
                Conv2d convolution => 2.0 * convolution.Weight.Length * output.Product(2, 4),
                ConvTranspose2d convolution => 2.0 * convolution.Weight.Length * shape.Product(2, 4),
                LearnedBasis basis => 2.0 * basis.Weight.Length,
                FadeIn fade => fade.Running.Sum(branch => Products(branch, shape).All),
                Residual or SkipConcat => Products(layer.Children[0], shape).All,
                Exchange or JudgeEach or BidirectionalGenerator =>
                    layer.Children.Sum(each => Products(each, layer.ChildInput(each, shape)).All),
                _ => 0,
            };
            shape = output;
            first = all == 0 ? flops : first;
            all += flops;
        }

        return (all, first);
    }
}
