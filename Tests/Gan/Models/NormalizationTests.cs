using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>What <c>--norm-d</c> and <c>--minibatch</c> make of a discriminator.</summary>
public sealed class NormalizationTests
{
    public static IEnumerable<TestCaseData> Choices() =>
        GanModel.Catalog.All.SelectMany(m => m.DiscriminatorNorms.Select(n => new TestCaseData(m.Name, n)));

    [TestCaseSource(nameof(Choices))]
    public void Every_choice_of_every_model_scores_samples(string name, Normalization norm)
    {
        GanModel model = GanModel.Catalog.Find(name) with { DiscriminatorNorm = norm };
        using var device = new CpuDevice(2);
        using var random = new RandomSource(device, 1);
        using Sequential d = model.TrainedDiscriminator(random);
        using var scope = new TensorScope();
        float[] scores = d.Forward(random.Uniform([3, .. model.DiscriminatorInput])).ToArray();
        Assert.That(scores, Has.Length.EqualTo(d.OutputShape([3, .. model.DiscriminatorInput]).Size));
        Assert.That(scores, Has.All.Matches<float>(float.IsFinite));
        Assert.That(scores.Distinct().Count(), Is.EqualTo(scores.Length), "each its own");
        // These equalise layer by layer, each with a gain of its own.
        Normalization published = name is "stylegan" or "progressive" ? Normalization.Equalized : model.PublishedNorm;
        IWeightedLayer[] weighted = [.. d.Children.OfType<IWeightedLayer>()];
        Assert.That(
            weighted.Select(w => w.Weight.Parametrization?.GetType()),
            Has.All.EqualTo((norm == Normalization.Model ? published : norm) switch
            {
                Normalization.Spectral => typeof(SpectralNorm),
                Normalization.Weight => typeof(WeightNorm),
                Normalization.Equalized => typeof(EqualizedLearningRate),
                _ => null,
            }));
    }

    [TestCase(Normalization.Model, 1, 0)]
    [TestCase(Normalization.Batch, 1, 0)]
    [TestCase(Normalization.Layer, 1, 0)]
    [TestCase(Normalization.Instance, 1, 0)]
    [TestCase(Normalization.None, 0, 1)]
    [TestCase(Normalization.Spectral, 0, 1)]
    public void A_convolution_without_normalisation_behind_it_has_a_bias_instead(Normalization norm, int layers, int biases)
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using Sequential d = new DcganModel { DiscriminatorNorm = norm }.TrainedDiscriminator(random);
        Assert.That(d.Children.Count(c => c is BatchNorm2d or LayerNorm or InstanceNorm2d), Is.EqualTo(layers));
        Assert.That(d.Children.OfType<Conv2d>().Count(c => c.Bias != null), Is.EqualTo(biases));
    }

    [TestCase(MinibatchFeatures.Discrimination, 32)]
    [TestCase(MinibatchFeatures.Stddev, 1)]
    public void Minibatch_features_widen_the_last_layer_and_keep_its_weights(MinibatchFeatures features, int more)
    {
        using var device = new CpuDevice(1);
        using RandomSource random = new(device, 1), same = new(device, 1);
        GanModel model = GanModel.Catalog.Find("toy2d");
        using Sequential plain = model.TrainedDiscriminator(random), d = (model with { Minibatch = features }).TrainedDiscriminator(same);
        Assert.That(d.Count, Is.EqualTo(plain.Count + 1));
        Dense last = (Dense)d[^2], before = (Dense)plain[^2];
        Assert.That(last.Inputs, Is.EqualTo(before.Inputs + more));
        Assert.That(last.Weight.ToArray()[..before.Inputs], Is.EqualTo(before.Weight.ToArray()));
        Assert.That(last.Bias!.ToArray(), Is.EqualTo(before.Bias!.ToArray()));
        Assert.That(d.NamedParameters().Select(p => p.Name), Has.Member("5.weight"), "the layers behind it have moved on");
    }

    [TestCase("mlp", "--norm-d: expected model, none, spectral, weight, equalized for model mlp, got 'batch'.")]
    public void A_normalisation_that_a_model_has_no_place_for_is_refused(string model, string message) =>
        Assert.That(
            () => (TrainingOptions.For(GanModel.Catalog.Find(model)) with { NormD = Normalization.Batch }).Validate(),
            Throws.TypeOf<InputException>().With.Message.EqualTo(message));

    [Test]
    public void Clipped_weights_and_normalised_ones_do_not_go_together()
    {
        TrainingOptions options = TrainingOptions.For(GanModel.Catalog.Find("mlp")) with { NormD = Normalization.Spectral };
        Assert.That(
            () => (options with { ClipWeights = 0.01f }).Validate(),
            Throws.TypeOf<InputException>().With.Message.Contains("--norm-d spectral rescales"));
        Assert.That((options with { Loss = "wasserstein" }).Validate().Loss, Is.EqualTo("wasserstein"), "it bounds the critic");
    }

    [TestCase("dcgan", Normalization.Model, MinibatchFeatures.None, "r1:1", "--norm-d layer")]
    [TestCase("dcgan", Normalization.Layer, MinibatchFeatures.None, "r1:1", null)]
    [TestCase("dcgan", Normalization.Model, MinibatchFeatures.None, "none", null)]
    [TestCase("toy2d", Normalization.Model, MinibatchFeatures.Stddev, "r1:1", "--minibatch stddev is the reason")]
    public void A_penalty_on_scores_that_depend_on_the_batch_gets_a_caution(
        string model, Normalization norm, MinibatchFeatures features, string penalty, string? advice)
    {
        using TrainerBench bench = TrainerBench.OnCpu(
            TrainerBench.Options(model) with { NormD = norm, Minibatch = features, Penalty = penalty });
        Assert.That(bench.Trainer.Caution, advice == null ? Is.Null : Does.Contain(advice));
    }
}
