using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class TrainingOptionsTests
{
    public static IEnumerable<string> Models => GanModel.Catalog.All.Select(m => m.Name);

    [TestCaseSource(nameof(Models))]
    public void Options_come_back_from_their_file_as_they_were(string model)
    {
        TrainingOptions options = TrainingOptions.For(GanModel.Catalog.Find(model)) with
        {
            Data = "/my \"own\" data/ünï.csv", Seed = ulong.MaxValue, LearningRate = 1e-7f, Steps = 12, Schedule = "linear",
            ReuseNoise = true, DiscriminatorSteps = 1,
        };
        using var folder = new TemporaryFolder();
        string path = folder.Write("options.json", System.Text.Encoding.UTF8.GetBytes(options.ToJson()));
        Assert.That(TrainingOptions.Read(path), Is.EqualTo(options));
    }

    [Test]
    public void What_a_file_leaves_out_is_the_models_default() =>
        Assert.That(
            TrainingOptions.FromJson("""{ "model": "keras-mlp", "epochs": 3 }""", "f"),
            Is.EqualTo(TrainingOptions.For(new KerasMlpModel()) with { Epochs = 3 }));

    /// <summary>Files of versions that had no --compiler, nor several of today's options.</summary>
    [Test]
    public void A_file_from_before_there_was_a_choice_of_compilers_is_read()
    {
        TrainingOptions options = TrainingOptions.For(new MlpModel()) with { Device = "opencl" };
        string older = System.Text.RegularExpressions.Regex.Replace(options.ToJson(), "\\s*\"compiler\": \"[a-z]+\",", "");
        Assert.That(older, Does.Not.Contain("compiler"));
        Assert.That(TrainingOptions.FromJson(older, "f"), Is.EqualTo(options));
    }

    [Test]
    public void An_empty_object_is_the_default_job() =>
        Assert.That(TrainingOptions.FromJson("\uFEFF{}", "f"), Is.EqualTo(TrainingOptions.For(new MlpModel())));

    [TestCase("simultaneous")]
    [TestCase("Simultaneous")]
    public void Choices_are_read_in_small_letters_and_capitals(string text) =>
        Assert.That(TrainingOptions.FromJson($$"""{ "update": "{{text}}" }""", "f").Update, Is.EqualTo(UpdateOrder.Simultaneous));

    [Test]
    public void Choices_are_written_in_small_letters() =>
        Assert.That(TrainingOptions.For(new KerasMlpModel()).ToJson(), Does.Contain("\"update\": \"simultaneous\""));

    [TestCase("{ \"epochs\": 0 }", "--epochs: expected 1 to 1,000,000, got 0.")]
    [TestCase("{ \"epochs\": 1000001 }", "--epochs: expected 1 to 1,000,000, got 1000001.")]
    [TestCase("{ \"steps\": -1 }", "--steps: expected 0 (no limit) or more, got -1.")]
    [TestCase("{ \"batch\": 1 }", "--batch: expected 2 to 65,536, got 1.")]
    [TestCase("{ \"batch\": 65537 }", "--batch: expected 2 to 65,536, got 65537.")]
    [TestCase("{ \"learningRate\": 0 }", "--lr: expected a positive number, got 0.")]
    [TestCase("{ \"learningRate\": -0.5 }", "--lr: expected a positive number, got -0.5.")]
    [TestCase("{ \"learningRate\": 1e99 }", "--lr: expected a positive number, got Infinity.")]
    [TestCase("{ \"beta1\": 1 }", "--beta1: expected 0 ≤ β₁ < 1, got 1.")]
    [TestCase("{ \"beta1\": -0.1 }", "--beta1: expected 0 ≤ β₁ < 1, got -0.1.")]
    [TestCase("{ \"beta2\": 1.5 }", "--beta2: expected 0 ≤ β₂ < 1, got 1.5.")]
    [TestCase("{ \"epsilon\": 0 }", "--epsilon: expected a positive number, got 0.")]
    [
        TestCase(
            "{ \"minibatch\": \"stddev\", \"condition\": \"ac-gan\" }",
            "--minibatch stddev widens the discriminator's last layer, in whose place --condition ac-gan has one of its own; choose "
            + "--condition cgan, or --minibatch none.")]
    [TestCase("{ \"schedule\": \"step\" }", "--schedule: expected constant, linear, cosine, exponential, got 'step'.")]
    [TestCase("{ \"optimizer\": \"lion\" }", "--optimizer: expected adam, adamw, rmsprop, sgd, got 'lion'.")]
    [TestCase("{ \"learningRateD\": -1 }", "--lr-d: expected 0 (as --lr) or more, got -1.")]
    [TestCase("{ \"labelSmoothing\": 0.5 }", "--label-smoothing: expected 0 to less than 0.5, got 0.5.")]
    [TestCase("{ \"ema\": 1 }", "--ema: expected 0 (off) to less than 1, got 1.")]
    [TestCase("{ \"clipWeights\": -1 }", "--clip-weights: expected 0 (off) or a positive limit, got -1.")]
    [TestCase("{ \"networks\": \"deep\" }", "--networks: expected published for model mlp, got 'deep'.")]
    [TestCase("{ \"latentSize\": 5000 }", "--latent-size: expected 0 (the model's own) to 4,096, got 5000.")]
    [TestCase("{ \"limit\": -1 }", "--limit: expected 0 (all samples) or more, got -1.")]
    [TestCase("{ \"model\": \"toy2d\", \"ada\": \"0.6\" }",
        "--ada controls how often the transforms of --augment are applied, which change images, and the discriminator of model toy2d "
        + "judges none; leave it out.")]
    [TestCase("{ \"ada\": \"0.6\" }",
        "--ada controls how often the transforms of --augment are applied; add --augment translation,cutout,brightness,contrast.")]
    [
        TestCase(
            "{ \"model\": \"toy2d\", \"augment\": \"cutout\" }",
            "--augment cutout changes images, and the discriminator of model toy2d judges none; leave it out, or choose another --model.")]
    [TestCase("{ \"pack\": 3 }", "--pack 3 joins that many samples; --batch 64 must be a multiple of it.")]
    [TestCase(
        "{ \"loss\": \"wasserstein\" }",
        "--loss wasserstein needs a bounded discriminator: add --penalty wgan-gp or --norm-d spectral, or --clip-weights 0.01 as "
        + "published.")]
    [TestCase("{ \"imageSize\": 64 }", "--image-size: expected 28 for model mlp, got 64; for 64 choose --model ")]
    [TestCase("{ \"channels\": 3 }",
        "--channels: expected 1 for model mlp, got 3; for 3 choose --model ")]
    [
        TestCase(
            "{ \"model\": \"toy2d\", \"channels\": 3 }",
            "--channels 3: model toy2d makes points of the plane, expected a model of images; leave it out, or choose another --model.")]
    [TestCase("{ \"imageSize\": \"64\" }", "'imageSize' is \"64\", which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"data\": \"\" }", "--data: expected a data set or a path, got ''.")]
    [TestCase("{ \"discriminatorSteps\": 0 }", "--discriminator-steps: expected 1 to 100, got 0.")]
    [TestCase("{ \"discriminatorSteps\": 101 }", "--discriminator-steps: expected 1 to 100, got 101.")]
    [TestCase("{ \"l1\": -1 }", "--l1: expected 0 or more, got -1.")]
    [TestCase("{ \"l2\": -0.5 }", "--l2: expected 0 or more, got -0.5.")]
    [TestCase("{ \"threads\": -1 }", "--threads: expected 0 (one per core) to 1024, got -1.")]
    [TestCase("{ \"threads\": 1025 }", "--threads: expected 0 (one per core) to 1024, got 1025.")]
    [TestCase("{ \"checkpointEvery\": \"2 weeks\" }",
        "'checkpointEvery' is \"2 weeks\", which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"sampleCount\": 0 }", "--sample-count: expected 1 to 10,000, got 0.")]
    [TestCase("{ \"sampleCount\": 10001 }", "--sample-count: expected 1 to 10,000, got 10001.")]
    [TestCase("{ \"update\": \"simultaneous\", \"discriminatorSteps\": 2 }",
        "Simultaneous updates move each player once a step with its own loss; use --update alternating with --discriminator-steps or "
        + "--freeze-discriminator false.")]
    [TestCase("{ \"update\": \"simultaneous\", \"freezeDiscriminator\": false }",
        "Simultaneous updates move each player once a step with its own loss; use --update alternating with --discriminator-steps or "
        + "--freeze-discriminator false.")]
    [
        TestCase(
            "{ \"reuseNoise\": true, \"discriminatorSteps\": 2 }",
            "--reuse-noise has one batch of noise a step; it cannot be combined with --discriminator-steps above 1.")]
    [TestCase("{ \"epochs\": \"many\" }", "'epochs' is \"many\", which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"epochs\": 2.5 }", "'epochs' is 2.5, which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"seed\": -1 }", "'seed' is -1, which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"data\": null }", "'data' is null, which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"model\": 7 }", "'model' is 7, which it cannot be; compare it with the options.json of another run.")]
    [TestCase("{ \"update\": 1 }", "'update' is 1, which it cannot be; compare it with the options.json of another run.")]
    [
        TestCase(
            "{ \"update\": \"sideways\" }",
            "'update' is \"sideways\", which it cannot be; compare it with the options.json of another run.")]
    public void A_mistake_is_told_in_one_sentence_that_names_the_file(string json, string expected) =>
        Assert.That(Mistake(json), Does.StartWith($"options.json: {expected}"));

    [Test]
    public void An_unknown_name_is_answered_with_those_there_are()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Mistake("{ \"model\": \"vae\" }"), Is.EqualTo($"options.json: Unknown model 'vae': expected {GanModel.Catalog.Names}."));
            Assert.That(
                Mistake("{ \"loss\": \"huge\" }"), Is.EqualTo($"options.json: Unknown loss 'huge': expected {Objective.Catalog.Names}."));
            Assert.That(
                Mistake("{ \"penalty\": \"r3\" }"), Is.EqualTo($"options.json: Unknown penalty 'r3': expected {Penalty.Catalog.Names}."));
        });
    }

    [Test]
    public void Smoothing_and_flipping_need_an_objective_with_targets() =>
        Assert.That(
            Mistake("{ \"loss\": \"hinge\", \"flipLabels\": 0.1 }"),
            Does.StartWith("options.json: --loss hinge has no target outputs to smooth or flip; leave out --label-smoothing, ")
                .And.Contain(" or choose non-saturating or "));

    private static string Mistake(string json)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("options.json", System.Text.Encoding.UTF8.GetBytes(json));
        return Assert.Throws<InputException>(() => TrainingOptions.Read(path))!.Message.Replace(
            path, "options.json", StringComparison.Ordinal);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("{ \"epochs\": 3")]
    [TestCase("{ \"epochs\": 3, \"epochs\": 4 }")]
    [TestCase("{ epochs: 3 }")]
    [TestCase("\0\0\0")]
    public void A_file_of_another_kind_is_refused(string text)
    {
        string message = Assert.Throws<InputException>(() => TrainingOptions.FromJson(text, "my.json"))!.Message;
        Assert.That(message, Does.StartWith("my.json: not a file of training options").And.Not.Contain("\n"));
    }

    [Test]
    public void An_option_that_does_not_exist_is_named() =>
        Assert.That(
            () => TrainingOptions.FromJson("""{ "learning_rate": 1 }""", "my.json"),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "my.json: there is no option 'learning_rate'; compare it with the options.json of another run."));

    [TestCase(0, 0, "28×28 gray")]
    [TestCase(64, 0, "64×64 gray")]
    [TestCase(0, 3, "28×28 RGB")]
    [TestCase(32, 3, "32×32 RGB")]
    public void The_model_has_networks_for_the_images_that_the_options_say(int size, int channels, string format) =>
        Assert.That(
            $"{(TrainingOptions.For(new DcganModel()) with { ImageSize = size, Channels = channels }).FindModel().Format}",
            Is.EqualTo(format));

    [TestCaseSource(nameof(Models))]
    public void The_defaults_of_every_model_can_be_trained_with(string model)
    {
        TrainingOptions options = TrainingOptions.For(GanModel.Catalog.Find(model));
        Assert.That(options.Validate(), Is.EqualTo(options));
    }
}
