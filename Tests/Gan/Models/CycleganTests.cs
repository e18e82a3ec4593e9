using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>cyclegan: two translations, their loss, and their way through the commands.</summary>
public sealed class CycleganTests : Commands.CommandLine
{
    private const string Few = "--model cyclegan --batch 2 --steps 2 --limit 16 --sample-count 4 --device cpu";

    [Test]
    public void An_exchange_translates_each_half_into_the_others_place()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 1);
        using var exchange = new Exchange(new LeakyRelu(0.5f), new Tanh());
        float[] both = exchange.Forward(Tensor.From(device, [1, 2, 1, 1], [-4f, 100f])).ToArray();
        Assert.That(both, Is.EqualTo(new[] { 1f, -2f }));
    }

    [Test]
    public void Its_summary_lists_the_layers_of_all_four_networks() => Assert.That(
        Run("summary --model cyclegan"),
        Does.Contain("0.forward.1 ").And.Contain("0.backward.1 ").And.Contain("0.a.0 ").And.Contain("0.b.0 "));

    [Test]
    public void The_loss_has_the_cycle_error_and_the_change_of_what_is_of_the_sort_already()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 1);
        var model = new CycleganModel();
        using var game = new CycleGame(model, TrainingOptions.Published(model) with { Batch = 2 }, random);

        // G doubles, F takes a third: a half of (1, 1) and (3, 3) comes back as 2/3 of itself, and is 2 or 1/3 times itself by identity.
        using var generator = new Sequential(new Exchange(new Scaled(2), new Scaled(1 / 3.0)));
        Tensor x = Tensor.From(device, [2, 2, 1, 1], [1f, 1f, 3f, 3f]), fake = game.Fake(generator, x);
        Assert.That(fake.ToArray(), Is.EqualTo(new[] { 1 / 3f, 2f, 1f, 6f }).Within(1e-6f));
        double cycle = 2 * (1 / 3.0), identity = 2 * (((2 / 3.0) + 1) / 2);
        Assert.That(game.Term(generator, x, fake)!.ToArray()[0], Is.EqualTo((10 * cycle) + (5 * identity)).Within(1e-4));
    }

    [Test]
    public void Images_without_pairs_are_learnt_both_ways()
    {
        Run($"train {Few} --out run");
        Bitmap progress = PngFile.Read("run/samples/final.png");
        Assert.That(progress.Width, Is.EqualTo(2 + (4 * 30)), "inputs and outputs only: no output belongs to an input");
        Run("sample --run run --count 4 --grid there.png --device cpu");
        Run("sample --run run --count 4 --back --grid back.png --device cpu");
        Bitmap there = PngFile.Read("there.png"), back = PngFile.Read("back.png");

        // In the test part outputs do belong to inputs: the third image of a row is the first of the way back.
        Assert.That(Column(back, 0), Is.EqualTo(Column(there, 2)));
        Assert.That(Column(back, 2), Is.EqualTo(Column(there, 0)));
        Assert.That(Column(back, 1), Is.Not.EqualTo(Column(there, 1)));
        string scores = Run("score --run run --count 100 --device cpu --json");
        Assert.That(scores, Does.Contain("\"cycle_error_a\":").And.Contain("\"cycle_error_b\":").And.Contain("\"label_agreement\":"));

        static byte[] Column(Bitmap picture, int column) =>
            [.. Enumerable.Range(2, 28).SelectMany(y => picture.Pixels[((y * picture.Width) + 2 + (30 * column))..][..28])];
    }

    [Test]
    public void Folders_of_ones_own_need_not_have_as_many_images()
    {
        for (int i = 0; i < 5; i++)
            PngFile.Write($"own/A/{i}.png", Bitmap.FromPlanes(new byte[784], 1, 28, 28));
        for (int i = 0; i < 3; i++)
            PngFile.Write($"own/B/other-{i}.png", Bitmap.FromPlanes([.. Enumerable.Repeat((byte)255, 784)], 1, 28, 28));
        string said = Run("train --model cyclegan --data own --pairs unpaired --batch 2 --steps 2 --sample-count 2 --device cpu --out run");
        Assert.That(said, Does.Contain("5 samples of"));
        Run("sample --run run --images own/A --grid own.png --device cpu");
        Assert.That(PngFile.Read("own.png").Width, Is.EqualTo(2 + (4 * 30)));
        Mistake("score --run run --device cpu", "There is no classifier for the data");
    }

    [TestCase(
        "train --model pix2pix --pairs unpaired",
        "--pairs unpaired has no pairs, and model pix2pix learns from pairs; choose --model cyclegan")]
    [TestCase(
        "train --model pix2pix --identity 1", "--identity is a share of --reconstruction in a model that learns without pairs, cyclegan")]
    [TestCase("train --model cyclegan --reconstruction 0", "--identity is a share of --reconstruction")]
    [TestCase("train --model cyclegan --pairs unpaired", "--pairs unpaired: expected a folder with the sub-folders A and B, got mnist")]
    public void Senseless_options_are_refused(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void A_run_that_learns_one_way_has_no_way_back()
    {
        Run("train --model pix2pix --batch 8 --steps 1 --limit 64 --sample-count 4 --device cpu --out run");
        Mistake("sample --run run --back --device cpu", "--back is for a run that learns to translate both ways, and run does not");
    }

    /// <summary>y = x · factor.</summary>
    private sealed class Scaled(double factor) : Module
    {
        public override Tensor Forward(Tensor x) => x * factor;

        public override Shape OutputShape(Shape input) => input;
    }
}
