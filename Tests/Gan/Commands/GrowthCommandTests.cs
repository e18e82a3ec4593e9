using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Gan.Output;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Runs of networks that grow, stopped in a fade and continued; their samples and their animation.</summary>
public sealed class GrowthCommandTests : CommandLine
{
    private const string Train =
        "train --model progressive --data images --batch 4 --grow 12 --epochs 3 --sample-count 4 --sample-every 1e --device cpu";

    [SetUp]
    public void WriteImages()
    {
        byte[] pixels = new byte[16 * 32 * 32];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("images", [16, 32, 32], pixels);
    }

    [Test]
    public void Stopped_in_the_middle_of_a_fade_it_ends_with_the_same_bits_and_samples_stand_where_training_did()
    {
        Run($"{Train} --out straight");
        Run($"{Train} --steps 5 --out stopped");
        Run("sample --run stopped --count 4 --idx four --device cpu");
        byte[] pixels = IdxFile.Read("four").Data.ToArray();
        Assert.That((AreBlocks(pixels, 4), AreBlocks(pixels, 8)), Is.EqualTo((true, false)), "8×8 pixels fade in");
        Run("train --resume stopped --steps 0");
        RunComparison.SameResults("straight", "stopped");
        Run("report --run straight --out page.html --gif growth.gif");
        GifDecoder gif = GifDecoder.Decode(File.ReadAllBytes("growth.gif"));
        Assert.That(gif.Frames, Has.Count.EqualTo(3));
        Assert.That(gif.Frames[2].Rgb, Is.EqualTo(GifTests.Rgb(PngFile.Read("straight/samples/epoch-0003.png"))));
    }

    [Test]
    public void An_animation_needs_two_pictures_and_growth_a_model_that_grows()
    {
        Run($"{Train} --epochs 1 --out short".Replace("--epochs 3 ", ""));
        Mistake(
            "report --run short --gif growth.gif",
            "--gif joins at least two pictures, and short has 1; train on, or leave it out.");
        Assert.That(File.Exists("short/report.html"), Is.False);
        Mistake(
            "train --model mlp --grow 1000",
            "--grow: the networks of model mlp do not grow; leave it out, or choose --model progressive.");
        Mistake($"{Train} --out x".Replace("--grow 12", "--grow -1"), "--grow: expected 0 (not) or a number of images, got -1.");
    }

    /// <summary>Whether images of 32×32 consist of blocks of one value.</summary>
    private static bool AreBlocks(byte[] pixels, int side) =>
        Enumerable.Range(0, pixels.Length).All(i => pixels[i] == pixels[i - (i / 32 % side * 32) - (i % side)]);
}
