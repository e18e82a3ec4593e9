using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Library;

/// <summary>A GAN for points of the plane, with a training loop of one's own that is recorded once and replayed.</summary>
public static class PointGan
{
    /// <summary>Learns the points of <paramref name="sample"/>, and returns 256 of its own, of shape (256, 2).</summary>
    public static float[] Learn(Device device, int steps, Action<Span<float>> sample)
    {
        using var random = new RandomSource(device, seed: 1);
        using var generator = new Sequential(new Dense(4, 32, random), new Swish(), new Dense(32, 2, random), new Scale(2, random));
        using var discriminator = new Sequential(new Dense(2, 32, random), new LeakyRelu(0.2f), new Dense(32, 1, random));
        using var ofGenerator = new Lion(generator.NamedParameters(), 3e-4f);
        using var ofDiscriminator = new Adam(discriminator.NamedParameters(), 2e-3f, beta1: 0.5);
        using Tensor real = Tensor.Persistent(device, [64, 2]), yes = Tensor.Persistent(device, [64, 1], 1);
        using Tensor no = Tensor.Persistent(device, [64, 1]);

        void Step()
        {
            using var scope = new TensorScope();
            Tensor fake = generator.Forward(random.Normal([64, 4]));
            Tensor lossOfD = Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(real), yes)
                + Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(fake.Detach()), no);
            ofDiscriminator.ZeroGrad();
            lossOfD.Backward();
            ofDiscriminator.Step();

            discriminator.RequiresGrad(false);
            Tensor lossOfG = Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), yes);
            ofGenerator.ZeroGrad();
            lossOfG.Backward();
            GradientClipping.ByNorm(generator.Parameters(), maxNorm: 1);
            ofGenerator.Step();
            discriminator.RequiresGrad(true);
        }

        float[] batch = new float[2 * 64];
        using var graph = StepGraph.Capture(device, Step);
        for (int i = 0; i < steps; i++)
        {
            sample(batch);
            real.CopyFrom(batch);
            graph.Replay();
        }

        using var last = new TensorScope();
        return generator.Forward(random.Normal([256, 4])).ToArray();
    }
}
