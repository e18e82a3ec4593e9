using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>pix2pix: its loss, and its way through the commands.</summary>
public sealed class TranslationTests : Commands.CommandLine
{
    private const string Few = "--model pix2pix --batch 8 --steps 2 --limit 64 --sample-count 4 --device cpu";

    [TestCase(28, 1, 903_137, 135_489)]
    [TestCase(32, 1, 1_542_753, 135_489)]
    [TestCase(64, 3, 4_168_291, 666_433)]
    public void Has_so_many_parameters(int size, int channels, int generator, int discriminator)
    {
        string table = Run($"summary --model pix2pix --image-size {size} --channels {channels}");
        Assert.That(
            table.Split('\n').Where(line => line.EndsWith(" parameters", StringComparison.Ordinal)),
            Is.EqualTo(new[] { $"{generator:N0} parameters", $"{discriminator:N0} parameters" }));
    }

    [Test]
    public void Reconstruction_alone_learns_the_same_whatever_the_discriminator_says()
    {
        TrainingOptions options = TrainerBench.Options("pix2pix") with { Adversarial = 0 };
        using TrainerBench one = TrainerBench.OnCpu(options), other = TrainerBench.OnCpu(options with { LearningRateD = 0.1f });
        one.Step(3);
        other.Step(3);
        string[] differing = StateAssert.Differing(one.State(), other.State());
        Assert.That(differing, Has.Some.StartsWith("discriminator"));
        Assert.That(differing, Has.None.StartsWith("generator"));
    }

    [Test]
    public void The_generators_loss_is_the_weighted_sum_of_the_games_and_the_mean_distance()
    {
        TrainingOptions options = TrainerBench.Options("pix2pix") with { Reconstruction = 0 };
        double game = Loss(options), distance = Loss(options with { Adversarial = 0, Reconstruction = 1 });
        double both = Loss(options with { Adversarial = 0.5f, Reconstruction = 20 });
        Assert.That(both, Is.EqualTo((0.5 * game) + (20 * distance)).Within(1e-4 * both));

        static double Loss(TrainingOptions options)
        {
            using TrainerBench bench = TrainerBench.OnCpu(options);
            return bench.Step().Trainer.ReadMetrics(1).GeneratorLoss;
        }
    }

    [Test]
    public void A_run_is_trained_sampled_on_images_it_has_not_seen_and_on_ones_own()
    {
        Run($"train {Few} --out run");
        Bitmap progress = PngFile.Read("run/samples/final.png");
        Assert.That((progress.Width, progress.Height), Is.EqualTo((2 + (6 * 30), 2 + (2 * 30))), "four times input, output, target");
        string output = Run("sample --run run --count 9 --grid pairs.png --idx out --device cpu");
        Assert.That(output, Does.Contain("9 samples beside their inputs: pairs.png"));
        Assert.That(PngFile.Read("pairs.png").Width, Is.EqualTo(2 + (6 * 30)));
        for (int i = 0; i < 2; i++)
            PngFile.Write($"own/{i}.png", Bitmap.FromPlanes(new byte[784], 1, 28, 28));
        Run("sample --run run --images own --grid own.png --png made --device cpu");
        Assert.That(Directory.GetFiles("made"), Has.Length.EqualTo(2));
        Mistake("sample --run run --count 20000 --idx more --device cpu", "has 10,000 pairs to translate, but 20,000 samples");
        Mistake("interpolate --run run", "translates images and has no noise to walk through");
    }

    [Test]
    public void Colours_are_trained_and_scored_against_the_right_ones_alone()
    {
        Run($"train {Few} --pairs colours --out run");
        Assert.That(RunFolder.Open("run").ReadOptions().Channels, Is.EqualTo(3));
        string table = Run("score --run run --count 20 --device cpu");
        Assert.That(table.Trim().Split('\n').Skip(2).Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "PSNR", "SSIM" }));
        Mistake($"train {Few} --pairs colours --score-every 1 --out other", "--score-every: --pairs colours changes the images of mnist");
    }

    [TestCase("--model dcgan --pairs colours", "model dcgan learns no pairs; choose --model cyclegan or nextframe or pix2pix or srgan")]
    [TestCase("--model mlp --reconstruction 10", "model mlp learns none; choose --model cyclegan or nextframe")]
    [TestCase("--model pix2pix --adversarial 0 --reconstruction 0", "--adversarial 0 leaves the generator nothing to learn from")]
    [TestCase("--model pix2pix --latent-size 5", "--latent-size: model pix2pix reads an image in place of noise")]
    [TestCase("--model pix2pix --pairs twins", "Unknown pairing 'twins': expected outlines, ")]
    [TestCase("--model pix2pix --pairs folders --out none", "--pairs folders: expected a folder with the sub-folders A and B, got mnist")]
    public void Senseless_options_are_refused(string arguments, string sentence) => Mistake($"train {arguments}", sentence);

    [Test]
    public void An_image_is_for_a_run_that_translates()
    {
        Run("train --batch 8 --steps 1 --limit 64 --out run --device cpu");
        Mistake("sample --run run --images run", "--images are for a run that translates images, and run makes them of noise");
    }
}
