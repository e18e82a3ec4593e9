using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>The tutorials' models, held against the sizes and settings they were published with.</summary>
public sealed class GanModelTests : ModelFixture
{
    public static IEnumerable<string> Names => GanModel.Catalog.All.Select(m => m.Name);

    /// <summary>Every model in every one of its formats, with each of its networks.</summary>
    public static IEnumerable<TestCaseData> Models() => GanModel.Catalog.All
        .SelectMany(m => m.MakesImages ? m.Formats.Select(m.For) : [m])
        .SelectMany(m => m.NetworkChoices.Select(networks => m with { Networks = networks }))
        .Select(m => new TestCaseData(m).SetArgDisplayNames($"{m.Name} {m.Format} {m.Networks}"));

    public static IEnumerable<TestCaseData> Dcgans() => Models().Where(m => m.Arguments[0] is DcganModel);

    [TestCase("mlp", 28, 1, 1_510_032, 566_273)]
    [TestCase("keras-mlp", 28, 1, 693_784, 643_501)]
    [TestCase("conv", 28, 1, 839_937, 212_865)]
    [TestCase("dcgan", 28, 1, 1_781_504, 138_624)]
    [TestCase("dcgan", 28, 3, 1_785_600, 140_672)]
    [TestCase("dcgan", 32, 1, 1_066_880, 661_248)]
    [TestCase("dcgan", 32, 3, 1_068_928, 663_296)]
    [TestCase("dcgan", 64, 1, 3_574_656, 2_763_520)]
    [TestCase("dcgan", 64, 3, 3_576_704, 2_765_568, Description = "PyTorch's tutorial")]
    [TestCase("dcgan-upsample", 32, 1, 2_378_625, 661_248)]
    [TestCase("dcgan-upsample", 32, 3, 2_379_779, 663_296)]
    [TestCase("sagan", 28, 1, 702_482, 65_882)]
    [TestCase("sagan", 32, 3, 888_676, 68_090)]
    [TestCase("biggan", 28, 1, 110_338, 74_866)]
    [TestCase("anogan", 28, 1, 540_225, 36_513)]
    [TestCase("srgan", 28, 1, 162_721, 811_937)]
    [TestCase("nextframe", 64, 1, 78_632, 664_385)]
    [TestCase("infogan", 28, 1, 314_433, 439_725)]
    [TestCase("bigan", 28, 1, 1_384_258, 690_689)]
    [TestCase("video", 32, 1, 232_675, 347_538)]
    [TestCase("toy2d", 0, 0, 2_850, 641)]
    [TestCase("table", 0, 0, 83_990, 36_097)]
    [TestCase("series", 0, 0, 67_176, 76_529)]
    public void Parameter_counts_are_the_published_ones(string name, int size, int channels, int generator, int discriminator)
    {
        TrainingOptions published = TrainingOptions.Published(GanModel.Catalog.Find(name));
        GanModel model = (published with { ImageSize = size, Channels = channels }).FindModel();
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        Assert.That((g.Parameters().Sum(p => p.Length), d.Parameters().Sum(p => p.Length)), Is.EqualTo((generator, discriminator)));
    }

    [TestCase("published", nameof(Relu), nameof(LeakyRelu), 2_850, 641)]
    [TestCase("deep", nameof(Relu), nameof(LeakyRelu), 9_154, 8_577)]
    [TestCase("unrolled", nameof(Tanh), nameof(Tanh), 18_178, 17_025)]
    public void Points_have_a_choice_of_networks(string networks, string ofG, string ofD, int generator, int discriminator)
    {
        GanModel model = new Toy2dModel { Networks = networks };
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        Assert.Multiple(() =>
        {
            Assert.That((g.Parameters().Sum(p => p.Length), d.Parameters().Sum(p => p.Length)), Is.EqualTo((generator, discriminator)));
            Assert.That((g[1].GetType().Name, d[1].GetType().Name), Is.EqualTo((ofG, ofD)));
            Assert.That((g[^1] is Tanh, d[^1] is Sigmoid), Is.EqualTo((networks == "published", networks == "published")), "bounded");
        });
    }

    [TestCaseSource(nameof(Models))]
    public void The_generator_makes_samples_that_the_discriminator_takes(GanModel model)
    {
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        using Game game = model.Game(TrainingOptions.Published(model) with { Batch = 5 }, Random, Random);
        Tensor samples = model.Sampler(g).Forward(Random.Normal([5, .. model.SamplerInput]));
        Tensor verdicts = d.Forward(game.Fake(g, Random.Normal([5, .. model.DataShape])));
        Shape expected = model.Format is ImageFormat f ? [5, model.Frames * f.Channels, f.Height, f.Width]
            : model is ColumnsModel ? [5, .. model.SampleShape] : [5, 2];
        Assert.Multiple(() =>
        {
            Assert.That(samples.Shape, Is.EqualTo(expected));
            Assert.That((verdicts.Rank, verdicts.Shape[0]), Is.EqualTo((2, 5)), "a score, or one of each patch");
            Assert.That(verdicts.ToArray(), d[^1] is Sigmoid ? Has.All.InRange(0f, 1f) : Has.All.Matches<float>(float.IsFinite));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Generated_values_reach_for_the_ends_of_the_range_but_never_leave_it(string name)
    {
        GanModel model = GanModel.Catalog.Find(name);
        using Sequential g = model.Generator(Random);

        // Weights of a size that drives the last layer towards both of its ends; where spectral normalisation takes their size away, the
        // scale of the normalisation before.
        Module sampler = model.Sampler(g);
        Parameter last = sampler.Weights()[^1];
        if (last.Parametrization is SpectralNorm)
            last = g.Children.OfType<BatchNorm2d>().Last().Parameters()[0];
        last.CopyFrom(Array.ConvertAll(last.ToArray(), w => 1000 * w));
        float[] values = sampler.Forward(Random.Normal([16, .. model.SamplerInput])).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(values, Has.All.InRange(model.Range.Low, model.Range.High));
            Assert.That(values.Min(), Is.EqualTo(model.Range.Low).Within(0.1));
            Assert.That(values.Max(), Is.EqualTo(model.Range.High).Within(0.1));
        });
    }

    [TestCase("mlp", 100, -1f, 64, 2e-4f, 0.5f, 1e-8f, UpdateOrder.Alternating, 0f, true, "mnist")]
    [TestCase("keras-mlp", 100, 0f, 128, 1e-3f, 0.9f, 1e-7f, UpdateOrder.Simultaneous, 1e-5f, false, "mnist")]
    [TestCase("conv", 100, 0f, 64, 1e-3f, 0.9f, 1e-7f, UpdateOrder.Alternating, 0f, false, "mnist")]
    [TestCase("dcgan", 100, -1f, 64, 2e-4f, 0.5f, 1e-8f, UpdateOrder.Alternating, 0f, false, "mnist")]
    [TestCase("dcgan-upsample", 100, -1f, 64, 2e-4f, 0.5f, 1e-8f, UpdateOrder.Alternating, 0f, false, "mnist")]
    [TestCase("toy2d", 10, -1f, 64, 2e-4f, 0.5f, 1e-8f, UpdateOrder.Alternating, 0f, false, "ring")]
    public void Defaults_are_the_published_ones(
        string name, int latent, float low, int batch, float rate, float beta1, float epsilon, UpdateOrder update, float penalty,
        bool average, string data)
    {
        GanModel model = GanModel.Catalog.Find(name);
        TrainingDefaults d = model.Defaults;
        Assert.Multiple(() =>
        {
            Assert.That((model.LatentSize, model.Range, model.DefaultData), Is.EqualTo((latent, (low, 1f), data)));
            Assert.That((d.Batch, d.LearningRate, d.Beta1, d.Beta2, d.Epsilon), Is.EqualTo((batch, rate, beta1, 0.999f, epsilon)));
            Assert.That((d.Update, d.L1, d.L2, d.AverageDiscriminatorLoss), Is.EqualTo((update, penalty, penalty, average)));
        });
    }

    [TestCase("mlp", "Dense Dense BatchNorm1d Dense BatchNorm1d Dense BatchNorm1d Dense Tanh Reshape")]
    [TestCase("keras-mlp", "Dense Dense Dense Sigmoid Reshape")]
    [TestCase("conv", "Dense Reshape ConvTranspose2d ConvTranspose2d Sigmoid")]
    [TestCase("dcgan", "Reshape ConvTranspose2d BatchNorm2d ConvTranspose2d BatchNorm2d ConvTranspose2d Tanh")]
    [
        TestCase(
            "dcgan-upsample",
            "Dense Reshape BatchNorm2d Upsample Conv2d BatchNorm2d Upsample Conv2d BatchNorm2d Upsample Conv2d BatchNorm2d Conv2d Tanh")]
    [TestCase("toy2d", "Dense Dense Dense Tanh")]
    public void The_generator_has_the_published_layers(string name, string layers)
    {
        using Sequential g = GanModel.Catalog.Find(name).Generator(Random);
        Assert.That(
            string.Join(' ', g.Children.Select(c => c.GetType().Name).Where(n => n is not ("Relu" or "LeakyRelu"))), Is.EqualTo(layers));
    }

    [Test]
    public void Keras_layers_begin_with_small_weights_and_no_biases()
    {
        using Sequential d = new KerasMlpModel().Discriminator(Random);
        NamedTensor weight = d.NamedParameters()[0], bias = d.NamedParameters()[1];
        double bound = Math.Sqrt(6.0 / (784 + 500));
        Assert.Multiple(() =>
        {
            Assert.That(weight.Tensor.ToArray().Max(Math.Abs), Is.EqualTo(bound).Within(0.001 * bound));
            Assert.That(bias.Tensor.ToArray(), Has.All.Zero);
        });
    }

    [TestCaseSource(nameof(Dcgans))]
    public void DCGAN_s_weights_begin_near_nothing_its_scales_near_one_and_it_has_no_biases(GanModel model)
    {
        using Sequential g = model.Generator(Random), d = model.Discriminator(Random);
        foreach (Module layer in g.Children.Concat(d.Children))
        {
            // Bounds of four standard errors: the fewest weights are the 64 scales and the 1,024 of a kernel.
            foreach ((string name, Parameter parameter) in layer.NamedParameters().Select(p => (p.Name, (Parameter)p.Tensor)))
            {
                (double mean, double deviation) = (
                    layer is BatchNorm2d && name == "weight" ? 1 : 0, layer is BatchNorm2d && name == "bias" ? 0 : 0.02);
                float[] values = parameter.ToArray();
                double error = 4 * deviation / Math.Sqrt(values.Length);
                Assert.That(values.Average(v => (double)v), Is.EqualTo(mean).Within(error), $"{layer.Description}: mean of {name}");
                Assert.That(
                    Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), Is.EqualTo(deviation).Within(error),
                    $"{layer.Description}: deviation of {name}");
                Assert.That(layer is BatchNorm2d || name == "weight", $"{layer.Description} has a {name}");
            }
        }
    }

    [TestCaseSource(nameof(Models))]
    public void The_first_samples_are_of_the_middle_of_the_range_and_differ(GanModel model)
    {
        using Sequential g = model.Generator(Random);
        float[] values = model.Sampler(g).Forward(Random.Normal([8, .. model.SamplerInput])).ToArray();
        int size = model.SampleShape.Size;

        // Spectral normalisation gives even the first weights of the last layer their full size.
        double error = g.Weights()[^1].Parametrization == null ? 0.2 : 0.3;
        Assert.That((values.Average() - model.Range.Low) / (model.Range.High - model.Range.Low), Is.EqualTo(0.5).Within(error));
        Assert.That(values[..size], Is.Not.EqualTo(values[size..(2 * size)]));
    }

    [Test]
    public void A_model_is_found_in_capitals_too_and_an_unknown_one_is_answered_with_those_there_are()
    {
        Assert.That(GanModel.Catalog.Find("MLP").Name, Is.EqualTo("mlp"));
        Assert.That(
            () => GanModel.Catalog.Find("dcgan2"),
            Throws.TypeOf<InputException>().With.Message.EqualTo($"Unknown model 'dcgan2': expected {string.Join(", ", Names)}."));
    }
}
