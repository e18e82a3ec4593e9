using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Runs with an encoder on the command line.</summary>
public sealed class EncoderCommandTests : CommandLine
{
    [Test]
    public void A_run_reconstructs_images_and_its_codes_are_probed()
    {
        Run("train --model bigan --batch 16 --steps 2 --limit 32 --sample-count 4 --device cpu --out run");
        Run("sample --run run --reconstruct again.png --count 20 --device cpu");
        Bitmap grid = PngFile.Read("again.png");
        Assert.That((grid.Width, grid.Height), Is.EqualTo((2 + (16 * 30), 2 + (4 * 30))), "twice sixteen columns, images and made ones");
        Assert.That(
            Run("score --run run --count 100 --device cpu"),
            Does.Match(@"linear probe of the codes +\d\d\.\d%").And.Match(@"… of the pixels +9[12]\.\d%"));
        Run("interpolate --run run --rows 1 --steps 3 --grid walk.png --device cpu");
        Mistake("anomaly --run run", "run cannot find anomalies: the discriminator of model bigan judges no images");
        Mistake("sample --run run --reconstruct x.png --count 20000", "--count: mnist has 10,000 images to reconstruct, got 20,000");
    }

    [Test]
    public void What_needs_an_encoder_or_images_to_judge_is_refused()
    {
        Run("train --steps 1 --limit 64 --sample-count 1 --device cpu --out run");
        Mistake("sample --run run --reconstruct x.png", "--reconstruct: model mlp trains no encoder beside its generator; choose a run of");
        Mistake("train --model bigan --augment cutout", "cutout changes images, and the discriminator of model bigan judges none");
    }
}
