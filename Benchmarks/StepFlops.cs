using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// Floating-point operations of the matrix products in one training step, the only ones worth counting: a dense layer of In×Out costs
/// 2·In·Out a sample forward, as much again for the gradient of its weights, and as much for the gradient of its input.
/// </summary>
internal static class StepFlops
{
    public static double Count(GanTrainer trainer, TrainingOptions options)
    {
        (double generator, double generatorFirst) = Products(trainer.Generator);
        (double discriminator, double discriminatorFirst) = Products(trainer.Discriminator);
        double passes = options.ReuseNoise || options.Update == UpdateOrder.Simultaneous ? 0 : options.DiscriminatorSteps;

        // The discriminator's step: real and generated samples forward, and back to the weights; nobody asks for the gradient of its input.
        double discriminatorStep = 2 * ((3 * discriminator) - discriminatorFirst) * options.DiscriminatorSteps;

        // The generator's step: forward through both; back through the discriminator to its input only (unless it learns too), and through
        // the generator to its weights; nobody asks for the gradient of the noise.
        double through = options.FreezeDiscriminator ? 2 * discriminator : 3 * discriminator;
        double generatorStep = through + (3 * generator) - generatorFirst;
        return options.Batch * ((passes * generator) + discriminatorStep + generatorStep);
    }

    /// <summary>Operations of one forward pass of one sample, and the share of the first layer.</summary>
    private static (double All, double First) Products(Module network)
    {
        double all = 0, first = 0;
        foreach (Dense dense in network.Children.OfType<Dense>())
        {
            double flops = 2.0 * dense.Inputs * dense.Outputs;
            first = all == 0 ? flops : first;
            all += flops;
        }

        return (all, first);
    }
}
