using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>The networks of R3GAN.</summary>
public sealed class R3ganModelTests
{
    [TestCase(28, 3)]
    [TestCase(32, 4)]
    [TestCase(64, 5)]
    public void Blocks_begin_as_the_identity_and_nothing_normalises(int size, int blocks)
    {
        GanModel model = new R3ganModel().For(new(3, size, size));
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var scope = new TensorScope();
        using Sequential g = model.Generator(random), d = model.Discriminator(random);
        foreach (Sequential network in new[] { g, d })
        {
            Residual[] residuals = [.. network.Children.OfType<Residual>()];
            Assert.That(residuals, Has.Length.EqualTo(blocks));
            foreach (Residual block in residuals)
            {
                int channels = ((Conv2d)block.Children[0].Children[0]).Inputs;
                Tensor x = random.Normal([2, channels, 4, 4]);
                Assert.That(block.Forward(x).ToArray(), Is.EqualTo(x.ToArray()));
            }

            Assert.That(network.MixesSamples, Is.False);
        }
    }

    [Test]
    public void The_weights_inside_a_block_have_the_deviation_of_fix_up_initialisation()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using Sequential d = new R3ganModel().Discriminator(random);
        Sequential body = (Sequential)d.Children.OfType<Residual>().Last().Children[0];
        double scale = Math.Sqrt(2 / 1.04) * Math.Pow(3, -0.25);
        foreach ((int layer, int fanIn) in new[] { (0, 64), (2, 16 * 9) })
        {
            float[] weights = ((Conv2d)body[layer]).Weight.ToArray();
            double expected = scale / Math.Sqrt(fanIn);
            Assert.That(Math.Sqrt(weights.Average(w => w * w)), Is.EqualTo(expected).Within(0.05 * expected));
        }
    }

    [Test]
    public void The_learned_basis_is_scaled_by_a_linear_function_of_the_latent_vector()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var scope = new TensorScope();
        using var layer = new LearnedBasis(2, [2, 1, 2], random);
        layer.Parameters()[0].CopyFrom([1f, 2, 0, -1]);
        layer.Parameters()[1].CopyFrom([1f, 10, 100, 1000]);
        Tensor y = layer.Forward(Tensor.From(device, [1, 2], [3f, 4]));
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 11, 110, -400, -4000 }));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([1, 2, 1, 2])));
    }
}
