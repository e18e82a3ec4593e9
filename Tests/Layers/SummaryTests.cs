using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

/// <summary>The table of layers, with the known numbers of parameters of a tutorial's GAN.</summary>
internal sealed class SummaryTests
{
    [Test]
    public void A_known_GAN_has_its_known_number_of_parameters()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var generator = new Sequential(
            new Dense(100, 128, random), new LeakyRelu(0.2f),
            new Dense(128, 256, random), new BatchNorm1d(256, random), new LeakyRelu(0.2f),
            new Dense(256, 512, random), new BatchNorm1d(512, random), new LeakyRelu(0.2f),
            new Dense(512, 1024, random), new BatchNorm1d(1024, random), new LeakyRelu(0.2f),
            new Dense(1024, 784, random), new Tanh(), new Reshape([1, 28, 28]));
        using var discriminator = new Sequential(
            new Flatten(), new Dense(784, 512, random), new LeakyRelu(0.2f), new Dense(512, 256, random), new LeakyRelu(0.2f),
            new Dense(256, 128, random), new LeakyRelu(0.2f), new Dense(128, 1, random), new Sigmoid());
        string g = generator.Summary([100]), d = discriminator.Summary([1, 28, 28]);
        Assert.That(g, Does.EndWith($"1,510,032 parameters{Environment.NewLine}"));
        Assert.That(d, Does.EndWith($"566,273 parameters{Environment.NewLine}"));
        Assert.That(g, Does.Contain("(N, 1, 28, 28)"));
        using var scope = new GanFromScratch.Engine.Devices.TensorScope();
        Assert.That(discriminator.Forward(generator.Forward(random.Normal([2, 100]))).Shape, Is.EqualTo(Shape.Create([2, 1])));
    }

    [Test]
    public void A_table_shows_each_layer_its_output_and_what_is_frozen()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var frozen = new Dense(2, 3, random);
        using var model = new Sequential(frozen, new Sequential(new Relu(), new Dense(3, 1000, random)));
        frozen.RequiresGrad(false);
        Assert.That(model.Summary([2]).ReplaceLineEndings("\n"), Is.EqualTo(
            """
                 Layer         Output     Parameters
            ────────────────────────────────────────
                 Input         (N, 2)
            0    Dense 2→3     (N, 3)              9
            1.0  Relu          (N, 3)
            1.1  Dense 3→1000  (N, 1000)       4,000
            ────────────────────────────────────────
            4,009 parameters, 9 of them frozen

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void An_input_that_does_not_fit_names_the_layer()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var model = new Sequential(new Dense(2, 3, random));
        Assert.That(() => model.Summary([5]), Throws.TypeOf<ShapeException>().With.Message.Contains("0 (Dense 2→3)"));
    }
}
