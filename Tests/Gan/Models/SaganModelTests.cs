using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>The networks of SAGAN and BigGAN: where attention, spectral normalisation and labels are, and that they train.</summary>
public sealed class SaganModelTests : ModelFixture
{
    [Test]
    public void Plain_networks_are_the_same_without_attention()
    {
        // 1×1 convolutions of C channels to C/8, C/8, C/2 and back, and γ.
        static int Attention(int c) => (2 * c * (c / 8)) + (2 * c * (c / 2)) + 1;
        GanModel model = new SaganModel(), plain = model with { Networks = "plain" };
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        using Sequential plainG = plain.Generator(Random), plainD = plain.Discriminator(Random);
        Assert.Multiple(() =>
        {
            Assert.That(Count(g) - Count(plainG), Is.EqualTo(Attention(48)));
            Assert.That(Count(d) - Count(plainD), Is.EqualTo(Attention(24)));
            Assert.That(Layers(g).Where(layer => layer != nameof(SelfAttention2d)), Is.EqualTo(Layers(plainG)));
            Assert.That(Layers(d).Where(layer => layer != nameof(SelfAttention2d)), Is.EqualTo(Layers(plainD)));
        });

        static int Count(Sequential network) => network.Parameters().Sum(p => p.Length);
        static IEnumerable<string> Layers(Sequential network) => network.Children.Select(child => child.GetType().Name);
    }

    [TestCase("sagan", "gamma.weight", "beta.weight", Description = "the tables of class-conditional batch normalisation")]
    [TestCase("biggan", "0.shared.weight", "", Description = "the shared class embedding")]
    public void Every_weight_of_both_players_has_spectral_normalisation_but_for_the_generators_tables(string name, string one, string two)
    {
        GanModel model = Conditional(name);
        using Sequential g = model.Generator(Random), d = model.TrainedDiscriminator(Random);
        Assert.That(d.Weights().Where(p => p.Parametrization is not SpectralNorm), Is.Empty);
        foreach (NamedTensor entry in g.NamedParameters().Where(entry => entry.Tensor.Rank >= 2))
        {
            bool isTable = name == "sagan"
                ? entry.Name.EndsWith(one, StringComparison.Ordinal) || entry.Name.EndsWith(two, StringComparison.Ordinal)
                : entry.Name == one;
            Assert.That(((Parameter)entry.Tensor).Parametrization is SpectralNorm, Is.Not.EqualTo(isTable), entry.Name);
        }
    }

    [Test]
    public void A_norm_asked_for_takes_the_place_of_the_models_own()
    {
        using Sequential none = (new SaganModel() with { DiscriminatorNorm = Normalization.None }).TrainedDiscriminator(Random);
        using Sequential weight = (new SaganModel() with { DiscriminatorNorm = Normalization.Weight }).TrainedDiscriminator(Random);
        Assert.That(none.Weights().Where(p => p.Parametrization != null), Is.Empty);
        Assert.That(weight.Parameters().Select(p => p.Parametrization).OfType<WeightNorm>(), Is.Not.Empty);
    }

    [Test]
    public void Bigger_networks_with_labels_have_the_parameters_counted_by_hand()
    {
        GanModel model = Conditional("biggan");
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);

        // Beside those without labels: a table of 10×32, scales and shifts of 64 + 32 + 32 + 16 channels by 32 more inputs; V of 10×64.
        Assert.That(g.Parameters().Sum(p => p.Length), Is.EqualTo(110_338 + 320 + (2 * 32 * 144)));
        Assert.That(d.Parameters().Sum(p => p.Length), Is.EqualTo(74_866 + 640));
    }

    [Test]
    public void Every_part_of_z_changes_the_image()
    {
        GanModel model = new BigganModel();
        using Sequential g = model.Generator(Random);
        g.Eval();
        float[] z = Random.Normal([1, 60]).ToArray();
        float[] image = Of(z);
        foreach (int part in new[] { 0, 20, 40 })
        {
            float[] other = [.. z];
            other[part] += 2;
            Assert.That(Of(other), Is.Not.EqualTo(image), $"component {part}");
        }

        using Sequential uneven = (model with { LatentSize = 4 }).Generator(Random);
        Assert.That(uneven.Forward(Random.Normal([2, 4])).Shape, Is.EqualTo(Shape.Create([2, 1, 28, 28])));
        Assert.That(
            () => (model with { LatentSize = 2 }).Generator(Random),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--latent-size: expected at least 3 for model biggan, which splits z among its blocks, got 2."));

        float[] Of(float[] latent) => g.Forward(Tensor.From(Device, [1, 60], latent)).ToArray();
    }

    [TestCase("sagan")]
    [TestCase("biggan")]
    public void Replayed_steps_do_what_eager_ones_do_and_allocate_nothing(string name)
    {
        TrainingOptions options = (TrainingOptions.For(GanModel.Catalog.Find(name)) with
        {
            Batch = 4, Ema = 0.9f, Condition = "projection", Classes = 10,
        }).Validate();
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }, threads: 1);
        using TrainerBench captured = TrainerBench.OnCpu(options, threads: 1);
        StateAssert.SameBits(captured.Step(3).State(), eager.Step(3).State());
        Assert.That(captured.Trainer.ReadMetrics(3).AreFinite);
        captured.Rewind();
        long before = GC.GetAllocatedBytesForCurrentThread();
        captured.Step();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static GanModel Conditional(string name) =>
        GanModel.Catalog.Find(name) with { Condition = new Projection { Labels = new ClassLabels(10) } };
}
