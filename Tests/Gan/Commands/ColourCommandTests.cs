using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>A user's own colour images, from a folder of PNG to samples of the same kind.</summary>
public sealed class ColourCommandTests : CommandLine
{
    private const string Small = "train --model dcgan --data photos --batch 4 --sample-count 4 --device cpu";

    [Test]
    public void A_folder_of_64_pixels_in_colour_becomes_samples_of_64_pixels_in_colour()
    {
        Photos(96, 64);
        string output = Run(Small + " --steps 1 --out run");
        TrainingOptions options = RunFolder.Open("run").ReadOptions();
        Bitmap sheet = PngFile.Read("run/samples/final.png");
        Run("sample --run run --count 3 --device cpu --grid grid.png --idx colour.idx --png single");
        Bitmap grid = PngFile.Read("grid.png"), one = PngFile.Read("single/sample-00002.png");
        IdxFile idx = IdxFile.Read("colour.idx");
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Contain("; 96 samples of ").And.Contain("photos, 64×64 RGB; seed 1").And.Not.Contain("converted"));
            Assert.That((options.ImageSize, options.Channels), Is.EqualTo((64, 3)));
            Assert.That((sheet.Width, sheet.Height, sheet.Channels), Is.EqualTo((2 + (2 * 66), 2 + (2 * 66), 3)));
            Assert.That((grid.Width, grid.Height, grid.Channels), Is.EqualTo((2 + (2 * 66), 2 + (2 * 66), 3)));
            Assert.That((one.Width, one.Height, one.Channels), Is.EqualTo((64, 64, 3)));
            Assert.That(idx.Dimensions, Is.EqualTo(new[] { 3, 3, 64, 64 }), "images × planes × rows × columns, which --data reads too");
            Assert.That(one.ToPlanes(), Is.EqualTo(idx.Data[^(3 * 64 * 64)..]));
        });
        Mistake(
            "sample --run run --count 1000000 --idx x",
            "--count: 1,000,000 samples of model dcgan are 12,288,000,000 numbers, expected at most 2,147,483,591; ask for fewer");
    }

    [Test]
    public void A_colour_run_goes_on_with_the_same_bits_and_its_own_samples_can_be_learnt_from()
    {
        Photos(8, 32);
        Run(Small + " --steps 2 --out straight");
        Run(Small + " --steps 1 --out parts");
        Assert.That(Run("train --resume parts --steps 2"), Does.Contain("resuming at step 1 of 2"));
        Assert.That(CheckSum("parts"), Is.EqualTo(CheckSum("straight")));
        Run("train --config straight/options.json --out again");
        Assert.That(CheckSum("again"), Is.EqualTo(CheckSum("straight")));
        Run("sample --run parts --count 8 --device cpu --idx made.idx");
        Assert.That(
            Run("train --model dcgan-upsample --data made.idx --batch 2 --steps 1 --sample-count 4 --device cpu --out second"),
            Does.Contain("made.idx, 32×32 RGB; seed 1"));
    }

    [Test]
    public void A_run_says_which_images_it_is_for_even_when_its_data_change()
    {
        Photos(8, 32);
        Run(Small + " --steps 1 --out run");
        Directory.Delete("photos", recursive: true);
        Photos(8, 64);
        Assert.That(Run("train --resume run --steps 2 --allow-changes"), Does.Contain("8 images converted from 64×64 RGB to 32×32 RGB"));
    }

    [Test]
    public void A_checkpoint_of_other_images_than_the_options_say_is_refused()
    {
        Photos(8, 32);
        Run(Small + " --steps 1 --out run");
        string options = File.ReadAllText("run/options.json");
        File.WriteAllText("run/options.json", options.Replace("\"channels\": 3", "\"channels\": 1", StringComparison.Ordinal));
        Mistake(
            "sample --run run --grid x.png",
            "a checkpoint of 32×32 RGB images, but the run's options say 32×32 gray; put the right options.json back.");
        File.WriteAllText("run/options.json", options.Replace("\"imageSize\": 32", "\"imageSize\": 48", StringComparison.Ordinal));
        Mistake("sample --run run --grid x.png", "run/options.json: --image-size: expected 28, 32 or 64 for model dcgan, got 48;");
        Assert.That(File.Exists("x.png"), Is.False);
        File.WriteAllText("run/options.json", options);
        Run("sample --run run --count 1 --device cpu --grid x.png");
    }

    [Test]
    public void A_run_from_before_there_was_a_choice_has_the_models_own_images()
    {
        Photos(8, 28, channels: 1);
        Run(Small + " --steps 1 --out run");
        string[] old = [
            .. File.ReadAllLines("run/options.json").Where(
                l => !l.Contains("imageSize", StringComparison.Ordinal) && !l.Contains("channels", StringComparison.Ordinal))];
        File.WriteAllLines("run/options.json", old);
        Directory.Delete("photos", recursive: true);
        Photos(8, 64);
        Run("train --resume run --steps 2 --allow-changes");
        TrainingOptions options = RunFolder.Open("run").ReadOptions();
        Assert.That((options.ImageSize, options.Channels), Is.EqualTo((28, 1)));
    }

    [TestCase("--model dcgan --image-size 48", "--image-size: expected 28, 32 or 64 for model dcgan, got 48;")]
    [TestCase("--model dcgan --image-size big", "--image-size: expected a whole number, got 'big'.")]
    [TestCase("--model dcgan --channels 2", "--channels: expected 1 or 3 for model dcgan, got 2;")]
    [TestCase("--model mlp --channels 3",
        "--channels: expected 1 for model mlp, got 3; for 3 choose --model ")]
    [TestCase("--model toy2d --image-size 64", "--image-size 64: model toy2d makes points of the plane")]
    public void A_mistake_is_answered_in_one_sentence_and_leaves_nothing(string arguments, string sentence)
    {
        Mistake($"train {arguments}", sentence);
        Mistake($"summary {arguments}", sentence);
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [Test]
    public void What_a_resumed_run_makes_cannot_change()
    {
        Photos(4, 28, channels: 1);
        Run(Small + " --steps 1 --out run");
        Mistake("train --resume run --image-size 64", "--image-size cannot change when a run goes on;");
        Mistake("train --resume run --channels 3", "--channels cannot change when a run goes on;");
    }

    [Test]
    public void The_summary_shows_a_model_for_the_images_asked_for() =>
        Assert.That(
            Run("summary --model dcgan --image-size 64 --channels 3"),
            Does.Contain("(N, 3, 64, 64)").And.Contain("3,576,704 parameters").And.Contain("2,765,568 parameters"));

    /// <summary>Images of two colours, no two alike.</summary>
    private static void Photos(int count, int size, int channels = 3)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = new byte[size * size * channels];
            for (int p = 0; p < pixels.Length; p++)
                pixels[p] = (byte)(p % size < i % size ? 40 * (p % channels) : 255 - i);
            PngFile.Write($"photos/{i:000}.png", new Bitmap(size, size, channels, pixels));
        }
    }
}
