using System.Text.Json;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Super-resolution and next frames on their way through the commands.</summary>
public sealed class PairCommandTests : CommandLine
{
    private const string Few = "--batch 2 --steps 2 --limit 64 --sample-count 4 --device cpu";

    [Test]
    public void Enlarged_images_are_scored_beside_what_needs_no_training()
    {
        Run($"train --model srgan {Few} --out run");
        using var json = JsonDocument.Parse(Run("score --run run --count 100 --json --device cpu"));
        JsonElement all = json.RootElement, nearest = all.GetProperty("nearest"), bicubic = all.GetProperty("bicubic");

        // The same images, compared here.
        ImageSet digits = DatasetCatalog.Default.Load("mnist", DatasetPart.Test);
        int[] chosen = Shuffle.Epoch(digits.Count, 1, epoch: 0)[..100];
        double expected = chosen.Average(i => Psnr(digits.Image(i).ToArray()));
        Assert.Multiple(() =>
        {
            Assert.That(nearest.GetProperty("psnr").GetDouble(), Is.EqualTo(expected).Within(1e-5));
            Assert.That(bicubic.GetProperty("psnr").GetDouble(), Is.GreaterThan(expected));
            Assert.That(all.GetProperty("ssim").GetDouble(), Is.InRange(-1, 1));
            Assert.That(nearest.GetProperty("frechet").GetDouble(), Is.GreaterThan(all.GetProperty("frechet_real").GetDouble()));
        });
        (int code, string table, string errors) = Gan("score --run run --count 100 --min-psnr 50 --device cpu");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("--min-psnr: PSNR to the right image, dB is"));
        Assert.That(table, Does.Match(@"\n\s+PSNR, dB +SSIM +Fréchet distance\nsrgan .*\nnearest .*\nbicubic "));

        static double Psnr(byte[] image)
        {
            double error = 0;
            for (int i = 0; i < image.Length; i++)
            {
                int corner = (i / 28 / 4 * 4 * 28) + (i % 28 / 4 * 4), sum = 0;
                for (int k = 0; k < 16; k++)
                    sum += image[corner + (k / 4 * 28) + (k % 4)];
                error += Math.Pow(image[i] - Math.Floor((sum / 16.0) + 0.5), 2);
            }

            return 10 * Math.Log10(255 * 255 / (error / image.Length));
        }
    }

    [Test]
    public void A_small_picture_of_any_size_becomes_four_times_as_large()
    {
        Run($"train --model srgan {Few} --out run");
        PngFile.Write("own/0.png", Bitmap.FromPlanes(new byte[30], 1, 5, 6));
        Run("sample --run run --images own --png made --grid both.png --device cpu");
        Bitmap made = PngFile.Read("made/sample-00000.png");
        Assert.That((made.Width, made.Height), Is.EqualTo((24, 20)));
        PngFile.Write("large/0.png", Bitmap.FromPlanes(new byte[300], 1, 1, 300));
        Mistake("sample --run run --images large --device cpu", "has 300×1 pixels, expected at most 256 a side");
    }

    [Test]
    public void The_next_frame_is_scored_and_rolled_out()
    {
        Run($"train --model nextframe --image-size 32 {Few} --out run");
        string table = Run("score --run run --count 20 --device cpu");
        Assert.That(table, Does.Match(@"\n\s+PSNR, dB +SSIM\nnextframe .*\nlast frame "));
        string printed = Run("sample --run run --gif out.gif --count 2 --device cpu");
        Assert.That(printed, Does.Contain("2 videos, true ones and below them 20 frames rolled out: out.gif"));
        GifDecoder gif = GifDecoder.Decode(File.ReadAllBytes("out.gif"));
        Assert.That(gif.Frames, Has.Count.EqualTo(FramePairing.Before + 20));
        Assert.That((gif.Width, gif.Height), Is.EqualTo((2 + (2 * 34), 2 + (2 * 34))));
        for (int t = 0; t < gif.Frames.Count; t++)
        {
            byte[] upper = Rows(2), lower = Rows(36);
            byte[] Rows(int top) => gif.Frames[t].Rgb[(3 * top * gif.Width)..(3 * (top + 32) * gif.Width)];
            Assert.That(lower.SequenceEqual(upper), Is.EqualTo(t < FramePairing.Before), $"frame {t}: given ones are the same");
        }

        for (int i = 1; i <= 5; i++)
            PngFile.Write($"own/{i}.png", Bitmap.FromPlanes(new byte[1024], 1, 32, 32));
        Run("sample --run run --images own --png made --device cpu");
        Assert.That(Directory.GetFiles("made"), Has.Length.EqualTo(3), "behind each three frames that follow each other");
        Mistake("sample --run run --gif out.gif --grid more.png", "--gif writes an animation alone; leave out --grid");
    }

    [TestCase("--model srgan --pairs outlines", "--pairs outlines: model srgan learns from pairs of another form; choose --pairs low-")]
    [TestCase("--model pix2pix --pairs moving", "--pairs moving: model pix2pix learns from pairs of another form; choose --pairs outlines")]
    [TestCase("--model nextframe --pairs folders", "of another form; choose --pairs bouncing or frames or moving, or another --model")]
    [TestCase("--model cyclegan --perceptual 1", "--perceptual compares the generator's outputs with those of pairs")]
    [TestCase("--model nextframe --data none --pairs frames", "--pairs frames: expected a folder of numbered images, got none")]
    public void Senseless_options_are_refused(string arguments, string sentence) => Mistake($"train {arguments}", sentence);
}
