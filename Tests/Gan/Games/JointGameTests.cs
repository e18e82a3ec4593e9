using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Games;

public sealed class JointGameTests
{
    [Test]
    public void An_item_is_a_sample_with_its_latent_vector_on_both_sides()
    {
        using var device = new CpuDevice(threads: 1);
        using RandomSource random = new(device, seed: 1), noise = new(device, seed: 2);
        using var scope = new TensorScope();
        var model = new BiganModel();
        using Sequential generator = model.Generator(random);
        generator.Eval();
        using var game = new JointGame(model, noise);
        Tensor x = random.Normal([3, 1, 28, 28]);
        float[] fake = game.Fake(generator, x).ToArray(), real = game.Real(generator, x).ToArray();
        Assert.That(real[..784], Is.EqualTo(x.ToArray()[..784]));
        Assert.That(real[784..834], Is.EqualTo(BidirectionalGenerator.Of(generator).Encoder.Forward(x).ToArray()[..50]).Within(1e-5));
        Tensor z = Tensor.From(device, [1, 50], fake.AsSpan(784, 50));
        Assert.That(fake[..784], Is.EqualTo(generator.Forward(z).ToArray()).Within(1e-5));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_generators_step_moves_decoder_and_encoder(bool simultaneous)
    {
        using var device = new CpuDevice(threads: 1);
        var options = TrainerBench.Options("bigan") with
        {
            Batch = 4,
            Update = simultaneous ? UpdateOrder.Simultaneous : UpdateOrder.Alternating,
        };
        using var trainer = new GanTrainer(options, device);
        var both = BidirectionalGenerator.Of(trainer.Generator);
        float[] decoder = Values(both.Decoder), encoder = Values(both.Encoder);
        var samples = new MadeUpSamples(784, 8, classes: 0);
        trainer.Step(samples, new BatchOrder(8, 4, seed: 1), epoch: 0, batch: 0);
        Assert.That(Values(both.Decoder), Is.Not.EqualTo(decoder));
        Assert.That(Values(both.Encoder), Is.Not.EqualTo(encoder));

        static float[] Values(Module network) => network.Parameters()[^2].ToArray();
    }
}
