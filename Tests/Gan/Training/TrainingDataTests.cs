using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>What becomes of a user's own images on the way to a model.</summary>
public sealed class TrainingDataTests
{
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void Make() => temporary = new TemporaryFolder();

    [TearDown]
    public void Remove() => temporary.Dispose();

    [TestCase("dcgan", 64, 64, 3, "64×64 RGB", null)]
    [TestCase("dcgan", 32, 32, 3, "32×32 RGB", null)]
    [TestCase("dcgan", 28, 28, 1, "28×28 gray", null)]
    [TestCase("dcgan", 16, 16, 3, "28×28 RGB", "2 images converted from 16×16 RGB to 28×28 RGB")]
    [TestCase(
        "dcgan", 40, 48, 3, "64×64 RGB", "2 images converted from 48×40 RGB to 64×64 RGB, cropped as photos are (--fit pad or stretch)")]
    [TestCase("dcgan-upsample", 64, 64, 3, "32×32 RGB", "2 images converted from 64×64 RGB to 32×32 RGB")]
    [TestCase("mlp", 64, 64, 3, "28×28 gray", "2 images converted from 64×64 RGB to 28×28 gray")]
    public void Images_of_a_folder_become_the_models_nearest(string model, int height, int width, int channels, string format, string? note)
    {
        Png("a.png", height, width, channels);
        Png("b.png", height, width, channels);
        (ImageSamples samples, List<string> notes) = Load(TrainingOptions.For(GanModel.Catalog.Find(model)) with { Data = temporary.Path });
        Assert.That($"{samples.Format}", Is.EqualTo(format));
        Assert.That(notes.Where(n => n.Contains("converted")), Is.EqualTo(note == null ? [] : new[] { note }));
    }

    [Test]
    public void What_makes_training_pointless_is_said_before()
    {
        Png("black/a.png", 28, 28, 1);
        Png("black/b.png", 28, 28, 1);
        foreach ((string name, byte value) in new (string, byte)[] { ("train/a", 1), ("train/b", 2), ("test/a", 2), ("test/b", 3) })
            PngFile.Write(
                temporary.File($"parts/{name}/0.png"), new Bitmap(28, 28, 1, [.. Enumerable.Repeat(value, 783), 0]));
        TrainingOptions mlp = TrainingOptions.For(new MlpModel()) with { Batch = 2 };
        string[] black = Looked(mlp with { Data = temporary.File("black") });
        string[] parts = Looked(mlp with { Data = temporary.File("parts") });
        Assert.Multiple(() =>
        {
            Assert.That(black, Is.EqualTo(new[]
            {
                "all images are black and nothing else: there is nothing to learn (drawings in black on a transparent ground need "
                + "--background white)",
                "2 images make 1 step an epoch: fewer than 10 are few to learn from",
            }));
            Assert.That(parts[0], Is.EqualTo("the split train of test, train (--split takes another), classes a, b"));
            Assert.That(parts, Has.Some.EqualTo(
                "test images among the training ones: 1 of 2; scores then do not tell copies from new samples"));
        });
        Directory.Delete(temporary.File("parts/train/b"), recursive: true);
        PngFile.Write(temporary.File("parts/train/a/1.png"), new Bitmap(28, 28, 1, [.. Enumerable.Repeat((byte)9, 784)]));
        Assert.That(
            () => Looked(mlp with { Data = temporary.File("parts"), Condition = "cgan" }),
            Throws.InstanceOf<InputException>().With.Message.Contains("needs at least 2 classes"));

        static string[] Looked(TrainingOptions options)
        {
            (ImageSamples samples, List<string> notes) = Load(options);
            return [.. notes, .. DataCheck.Look(samples, options with { Batch = 2, Epochs = 10_000 })];
        }
    }

    [Test]
    public void Half_of_the_images_are_mirrored_others_in_each_epoch_and_the_same_again()
    {
        var images = new ImageSet("x", new ImageFormat(3, 1, 2), [.. Enumerable.Range(0, 600).Select(i => (byte)(i % 6))]);
        var samples = new ImageSamples(images, 0, 255, flips: 7);
        int[] all = [.. Enumerable.Range(0, 100)], backwards = [.. all.Reverse()];
        float[] first = Read(samples, all, 0), again = Read(samples, backwards, 0), next = Read(samples, all, 1);
        Assert.Multiple(() =>
        {
            Assert.That(Mirrored(first).Count(m => m), Is.InRange(35, 65));
            Assert.That(Mirrored(again).Reverse(), Is.EqualTo(Mirrored(first)), "an image's own coin, wherever it stands in a batch");
            Assert.That(Mirrored(next), Is.Not.EqualTo(Mirrored(first)));
            Assert.That(first[..6], Is.EqualTo(new float[] { 0, 1, 2, 3, 4, 5 }).Or.EqualTo(new float[] { 1, 0, 3, 2, 5, 4 }));
            Assert.That(Mirrored(Read(new ImageSamples(images, 0, 255), all, 0)), Has.None.True);
        });

        static float[] Read(ImageSamples samples, int[] indices, uint epoch)
        {
            float[] values = new float[indices.Length * 6];
            ((ISampleSource)samples).Read(indices, values, epoch);
            return values;
        }

        static bool[] Mirrored(float[] values) => [.. values.Chunk(6).Select(image => image[0] == 1)];
    }

    [Test]
    public void A_limit_leaves_the_first_samples()
    {
        TrainingOptions digits = TrainingOptions.For(new MlpModel()), points = TrainingOptions.For(new Toy2dModel());
        foreach (TrainingOptions options in new[] { digits, points })
        {
            ISampleSource all = TrainingData.Load(options, _ => { }), some = TrainingData.Load(options with { Limit = 500 }, _ => { });
            Assert.That(some.Count, Is.EqualTo(500));
            float[] expected = new float[options.FindModel().SampleShape.Size], found = new float[expected.Length];
            all.Read([499], expected);
            some.Read([499], found);
            Assert.That(found, Is.EqualTo(expected));
        }

        Assert.That(
            () => TrainingData.Load(digits with { Limit = 10 }, _ => { }),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--data mnist has 10 samples with --limit 10, but a step takes 64: lower --batch or --discriminator-steps."));
    }

    [Test]
    public void The_first_image_of_a_mixed_folder_decides()
    {
        Png("a.png", 64, 64, 1);
        Png("b.png", 20, 20, 3);
        TrainingOptions options = TrainingOptions.For(new DcganModel()) with { Data = temporary.Path };
        (ImageSamples gray, List<string> notes) = Load(options);
        Assert.That($"{gray.Format}", Is.EqualTo("64×64 gray"));
        Assert.That(notes[0], Is.EqualTo("1 image converted from 20×20 RGB to 64×64 gray"));
        Assert.That($"{Load(options with { Channels = 3 }).Samples.Format}", Is.EqualTo("64×64 RGB"), "unless the user does, in part");
        Assert.That($"{Load(options with { ImageSize = 28 }).Samples.Format}", Is.EqualTo("28×28 gray"));
    }

    [Test]
    public void A_list_and_a_file_of_images_decide_likewise()
    {
        Png("a.png", 64, 64, 3);
        Png("b.png", 64, 64, 3);
        string list = temporary.Write("list.csv", "filename\na.png\nb.png\n"u8.ToArray()), idx = temporary.File("colour.idx");
        IdxFile.Write(idx, [2, 3, 32, 32], new byte[2 * 3 * 32 * 32]);
        TrainingOptions options = TrainingOptions.For(new DcganModel());
        Assert.That($"{Load(options with { Data = list }).Samples.Format}", Is.EqualTo("64×64 RGB"));
        Assert.That($"{Load(options with { Data = idx }).Samples.Format}", Is.EqualTo("32×32 RGB"));
    }

    [TestCase("dcgan", "28×28 gray")]
    [TestCase("dcgan-upsample", "32×32 gray")]
    public void Of_MNIST_every_model_takes_what_it_was_published_with(string model, string format)
    {
        GanModel published = GanModel.Catalog.Find(model);
        Assert.That($"{Load(TrainingOptions.For(published)).Samples.Format}", Is.EqualTo(format));
        Assert.That($"{published.Format}", Is.EqualTo(format));
    }

    [Test]
    public void Colours_reach_the_network_plane_by_plane_in_its_range()
    {
        byte[] pixels = [.. Enumerable.Range(0, 32 * 32).SelectMany(_ => new byte[] { 255, 0, 51 })];
        PngFile.Write(temporary.File("a.png"), new Bitmap(32, 32, 3, pixels));
        PngFile.Write(temporary.File("b.png"), new Bitmap(32, 32, 3, pixels));
        float[] values = new float[3 * 32 * 32];
        Load(TrainingOptions.For(new DcganModel()) with { Data = temporary.Path }).Samples.Read([1], values);
        Assert.That(values.Chunk(32 * 32).Select(plane => plane.Distinct().Single()), Is.EqualTo(new[] { 1f, -1f, -0.6f }).Within(1e-6f));
    }

    private static (ImageSamples Samples, List<string> Notes) Load(TrainingOptions options)
    {
        var notes = new List<string>();
        return ((ImageSamples)TrainingData.Load(options with { Batch = 2 }, notes.Add), notes);
    }

    private void Png(string name, int height, int width, int channels) =>
        PngFile.Write(temporary.File(name), new Bitmap(width, height, channels, new byte[height * width * channels]));
}
