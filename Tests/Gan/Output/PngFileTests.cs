using FsCheck;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;
using Checked = FsCheck.NUnit.PropertyAttribute;

namespace GanFromScratch.Tests.Gan.Output;

public sealed class PngFileTests
{
    [Test]
    public void Gray_and_colours_of_odd_width_survive_writing_and_reading(
        [Values(1, 3)] int channels, [Values(1, 2, 3, 7, 28, 33)] int width, [Values(1, 2, 5)] int height)
    {
        var pixels = new byte[width * height * channels];
        new System.Random(width + (100 * height) + channels).NextBytes(pixels);
        using var folder = new TemporaryFolder();
        string path = folder.File("image.png");
        PngFile.Write(path, new Bitmap(width, height, channels, pixels));
        Bitmap image = PngFile.Read(path);
        Assert.That((image.Width, image.Height, image.Channels), Is.EqualTo((width, height, channels)));
        Assert.That(image.Pixels, Is.EqualTo(pixels));
    }

    [TestCase(1, 0)]
    [TestCase(3, 2)]
    public void The_file_is_of_eight_bits_in_its_own_colours_and_holds_nothing_else(int channels, int colourType)
    {
        byte[] file = PngFile.Encode(new Bitmap(2, 2, channels, new byte[4 * channels]));
        Assert.That((file[24], file[25], file[28]), Is.EqualTo(((byte)8, (byte)colourType, (byte)0)), "depth, colour type, no interlacing");
        var types = new List<string>();
        for (int at = 8; at < file.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
            types.Add(System.Text.Encoding.ASCII.GetString(file, at + 4, 4));
        Assert.That(types, Is.EqualTo(new[] { "IHDR", "IDAT", "IEND" }));
    }

    [Test]
    public void The_same_picture_gives_the_same_bytes()
    {
        byte[] pixels = new byte[3 * 100 * 100];
        new System.Random(1).NextBytes(pixels);
        Assert.That(PngFile.Encode(new Bitmap(100, 100, 3, pixels)), Is.EqualTo(PngFile.Encode(new Bitmap(100, 100, 3, [.. pixels]))));
    }

    [Test]
    public void Another_kind_of_picture_is_refused_by_name() =>
        Assert.That(
            () => PngFile.Decode("GIF89a"u8.ToArray(), "x.png"),
            Throws.InstanceOf<InputException>().With.Message.StartsWith(
                "Cannot read x.png as PNG: it does not begin with the PNG signature"));

    [Test]
    public void Planes_and_pixels_are_two_orders_of_the_same_bytes()
    {
        var image = new Bitmap(2, 1, 3, [1, 2, 3, 4, 5, 6]);
        Assert.That(image.ToPlanes(), Is.EqualTo(new byte[] { 1, 4, 2, 5, 3, 6 }));
        Assert.That(Bitmap.FromPlanes(image.ToPlanes(), 3, 1, 2).Pixels, Is.EqualTo(image.Pixels));
        Assert.That(() => new Bitmap(2, 2, 3, new byte[11]), Throws.ArgumentException);
        Assert.That(() => new Bitmap(2, 1, 2, new byte[4]), Throws.ArgumentException);
    }

    [Checked(MaxTest = 200)]
    public bool Any_picture_comes_back(PositiveInt width, PositiveInt height, bool colour, int seed)
    {
        int w = (width.Get % 40) + 1, h = (height.Get % 20) + 1, c = colour ? 3 : 1;
        var pixels = new byte[w * h * c];
        new System.Random(seed).NextBytes(pixels);
        return PngFile.Decode(PngFile.Encode(new Bitmap(w, h, c, pixels)), "any.png").Pixels.SequenceEqual(pixels);
    }
}
