using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Pairs;

/// <summary>Pairs from one image, from two folders, and from two halves.</summary>
public sealed class PairingTests
{
    private TemporaryFolder temporary = null!;

    private string Folder => temporary.Path;

    [SetUp]
    public void Enter() => temporary = new TemporaryFolder();

    [TearDown]
    public void Leave() => temporary.Dispose();

    [Test]
    public void An_outline_is_where_brightness_changes()
    {
        // A white square of 3×3 in a black image of 7×7.
        byte[] square = new byte[49];
        foreach (int y in new[] { 2, 3, 4 })
            square.AsSpan((y * 7) + 2, 3).Fill(255);
        Write("one/0.png", square, 7, 7);
        ImagePairs pairs = Load("outlines", "one");
        string drawn = string.Join('\n', Enumerable.Range(0, 7).Select(
            y => string.Concat(Enumerable.Range(0, 7).Select(x => pairs.Inputs.Pixels[(y * 7) + x] == 255 ? '#' : '.'))));
        Assert.That(drawn, Is.EqualTo(
            """
            .......
            ..###..
            .#####.
            .##.##.
            .#####.
            ..###..
            .......
            """.ReplaceLineEndings("\n")));
        Assert.That(pairs.Outputs.Pixels, Is.EqualTo(square), "the output is the image itself");
    }

    [Test]
    public void A_class_has_its_colour_and_the_input_is_gray()
    {
        for (int label = 0; label < 3; label++)
            Write($"coloured/{label}/0.png", [0, 100, 255, 50], 2, 2);
        ImagePairs pairs = Load("colours", "coloured");
        Assert.Multiple(() =>
        {
            Assert.That(pairs.Outputs.Format, Is.EqualTo(new ImageFormat(3, 2, 2)));
            Assert.That(pairs.Outputs.Labels, Is.EqualTo(new[] { 0, 1, 2 }));
            Assert.That(pairs.Outputs.Image(0).ToArray(), Is.EqualTo(new byte[] { 0, 100, 255, 50, 0, 0, 0, 0, 0, 0, 0, 0 }), "red");
            Assert.That(pairs.Outputs.Image(1).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 100, 255, 50, 0, 0, 0, 0 }), "green");
            Assert.That(pairs.Outputs.Image(2).ToArray()[8..], Is.EqualTo(new byte[] { 0, 100, 255, 50 }), "blue");
            Assert.That(pairs.Inputs.Image(2).ToArray()[..8], Is.EqualTo(new byte[] { 0, 100, 255, 50, 0, 100, 255, 50 }), "gray");
        });
        Assert.That(Colours.Of(1, 6), Is.EqualTo((1f, 1f, 0f)), "between red and green lies yellow");
    }

    [Test]
    public void Images_of_the_same_name_in_A_and_B_are_a_pair()
    {
        foreach (string name in new[] { "b", "a", "a-2" })
        {
            Write($"pairs/A/{name}.png", [(byte)name.Length, 0, 0, 0], 2, 2);
            Write($"pairs/B/{name}.png", [(byte)(10 * name.Length), 0, 0, 0], 2, 2);
        }

        ImagePairs pairs = Load("folders", "pairs");
        Assert.That(pairs.Count, Is.EqualTo(3));
        for (int i = 0; i < 3; i++)
            Assert.That(pairs.Outputs.Image(i)[0], Is.EqualTo(10 * pairs.Inputs.Image(i)[0]));
        Assert.That(
            () => Load("outlines", "pairs"),
            Throws.TypeOf<InputException>().With.Message.Contains("which are pairs already; choose --pairs"));
    }

    [Test]
    public void An_image_without_partner_is_named()
    {
        Write("pairs/A/a.png", [1, 2, 3, 4], 2, 2);
        Write("pairs/B/a.png", [1, 2, 3, 4], 2, 2);
        Write("pairs/B/more.png", [1, 2, 3, 4], 2, 2);
        Assert.That(
            () => Load("folders", "pairs"),
            Throws.TypeOf<InputException>().With.Message.Matches("an image has no partner: more is in .*B and not in .*A; give both"));
    }

    [Test]
    public void A_folder_without_A_and_B_and_data_without_classes_are_refused()
    {
        Write("plain/a.png", [1, 2, 3, 4], 2, 2);
        Write("odd/a.png", [1, 2, 3], 3, 1);
        Assert.Multiple(() =>
        {
            Assert.That(() => Load("folders", "plain"), Throws.TypeOf<InputException>().With.Message.Contains("the sub-folders A and B"));
            Assert.That(() => Load("colours", "plain"), Throws.TypeOf<InputException>().With.Message.Contains("has no classes"));
            Assert.That(() => Load("side-by-side", "odd"), Throws.TypeOf<InputException>().With.Message.Contains("of an even width"));
        });
    }

    [Test]
    public void The_left_half_is_the_input_and_the_right_half_the_output()
    {
        Write("halves/0.png", [1, 2, 30, 40, 5, 6, 70, 80], 4, 2);
        ImagePairs pairs = Load("side-by-side", "halves");
        Assert.That(pairs.Inputs.Pixels, Is.EqualTo(new byte[] { 1, 2, 5, 6 }));
        Assert.That(pairs.Outputs.Pixels, Is.EqualTo(new byte[] { 30, 40, 70, 80 }));
        var samples = new PairSamples(pairs, 0, 255);
        float[] read = new float[8];
        samples.Read([0], read);
        Assert.That(read, Is.EqualTo(new float[] { 1, 2, 5, 6, 30, 40, 70, 80 }).Within(1e-4), "the input's channels first");
    }

    private ImagePairs Load(string pairing, string data) => Pairing.Catalog.Find(pairing).Load(
        Path.Combine(Folder, data), DatasetPart.Train, first => first, ImageReading.Default);

    private void Write(string name, byte[] gray, int width, int height) =>
        PngFile.Write(Path.Combine(Folder, name), Bitmap.FromPlanes(gray, 1, height, width));
}
