using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>The pictures of attention, and truncated noise on the command line.</summary>
public sealed class AttentionCommandTests : CommandLine
{
    [Test]
    public void Attention_is_drawn_beside_the_samples_and_truncation_bounds_their_noise()
    {
        Train("--model biggan");
        Assert.That(
            Run("sample --run run --count 3 --attention attention.png --device cpu"),
            Is.EqualTo("3 samples with attention: attention.png\n"));
        Run("sample --run run --count 20 --attention more.png --grid grid.png --device cpu");
        Run("sample --run run --class 1 --truncation 0.01 --count 4 --idx near --device cpu");
        Run("sample --run run --class 1 --count 4 --idx far --device cpu");
        Run("sample --run run --class 1 --truncation 6 --count 4 --idx wide --device cpu");
        Bitmap three = PngFile.Read("attention.png"), eight = PngFile.Read("more.png");
        byte[] near = IdxFile.Read("near").Data, far = IdxFile.Read("far").Data;
        Assert.Multiple(() =>
        {
            // Cells of 28 pixels at scale 3, with frames of 2 and gaps of 2: the image and four maps.
            Assert.That((three.Width, three.Height, three.Channels), Is.EqualTo((2 + (5 * 90), 2 + (3 * 90), 3)));
            Assert.That(eight.Height, Is.EqualTo(2 + (8 * 90)), "the first eight");
            Assert.That(IdxFile.Read("wide").Data, Is.EqualTo(far));
            Assert.That(Spread(near), Is.LessThan(Spread(far) / 3), "samples from noise near 0 are alike");
        });
        Mistake("sample --run run --truncation 0", "--truncation: expected at least 0.01, or none, got '0'.");
        Mistake("sample --run run --truncation wide", "--truncation: expected a finite number, got 'wide'.");

        static int Spread(byte[] images) => Enumerable.Range(0, 784).Sum(p => Math.Abs(images[p] - images[784 + p]));
    }

    [Test]
    public void A_table_of_truncations_has_a_row_each_and_one_for_real_images()
    {
        Train("--model mlp --condition projection");
        string[] lines = Run("score --run run --data mnist --count 100 --truncation 0.5,none --device cpu").Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[1], Is.EqualTo("truncation   precision  recall  Fréchet distance  classified as the label asked for"));
            Assert.That(lines[2], Does.Match(@"^0\.5 +\d+\.\d% +\d+\.\d% +\d+\.\d\d +\d+\.\d\d%$"));
            Assert.That(lines[3], Does.StartWith("none "));
            Assert.That(lines[4], Does.StartWith("real images "));
            Assert.That(File.Exists("run/scores.json"), Is.False);
        });
        Run("score --run run --data mnist --count 100 --truncation 0.5 --device cpu");
        Assert.That(File.Exists("run/scores.json"), Is.False, "a report would not say that the noise was truncated");
        Mistake("score --run run --data mnist --truncation 0.5,1 --json", "--json and limits are for the scores of one run");
        Mistake("score --images near --truncation 0.5", "--images do not have; leave it out.");
    }

    [Test]
    public void Models_without_attention_or_images_are_refused_in_a_sentence()
    {
        Train("--model mlp");
        Mistake(
            "sample --run run --attention a.png --device cpu",
            "--attention: the generator of model mlp, networks published, has no self-attention; choose a run of --model sagan or --model "
            + "biggan.");
        Run("train --model toy2d --steps 1 --out points --device cpu");
        Mistake("score --run points --truncation 0.5,1", "--truncation: several bounds compare images of");
        Assert.That(File.Exists("a.png"), Is.False);
    }

    private static void Train(string options)
    {
        byte[] pixels = new byte[12 * 784];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("noise-images-idx3-ubyte", [12, 28, 28], pixels);
        IdxFile.Write("noise-labels-idx1-ubyte", [12], new byte[] { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2 });
        Run($"train --data noise-images-idx3-ubyte --out run --batch 4 --steps 2 --sample-count 6 --device cpu {options}");
    }
}
