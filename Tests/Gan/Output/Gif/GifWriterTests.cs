using GanFromScratch.Gan.Data.Png;
using GanFromScratch.Gan.Output.Gif;

namespace GanFromScratch.Tests.GanOutput;

/// <summary>What is written can be read again, pixel by pixel.</summary>
public sealed class GifWriterTests
{
    [TestCase(1, 1)]
    [TestCase(3, 5)]
    [TestCase(64, 47)]
    [TestCase(200, 150)] // More codes than the table holds, so that it is cleared.
    public void Gray_pictures_come_back_as_they_were(int width, int height)
    {
        var random = new Random(1);
        PngImage[] frames = [.. Enumerable.Range(0, 3).Select(_ => Picture(width, height, 1, () => (byte)random.Next(256)))];
        var read = new GifReader(GifWriter.Encode(frames, delay: 7, lastDelay: 90));
        Assert.That((read.Width, read.Height, read.Repeats), Is.EqualTo((width, height, true)));
        Assert.That(read.Delays, Is.EqualTo(new[] { 7, 7, 90 }));
        Assert.That(read.Frames, Has.Count.EqualTo(3));
        for (int i = 0; i < 3; i++)
            Assert.That(read.Frames[i], Is.EqualTo(frames[i].Pixels.SelectMany(p => new[] { p, p, p })));
    }

    [Test]
    public void Even_areas_pack_and_come_back()
    {
        PngImage black = Picture(300, 300, 1, () => 0);
        byte[] file = GifWriter.Encode([black], 10, 10);
        Assert.That(file, Has.Length.LessThan(3000));
        Assert.That(new GifReader(file).Frames[0], Is.All.Zero);
    }

    [Test]
    public void Few_colours_are_kept()
    {
        int i = 0;
        byte[] colours = [200, 10, 30, 0, 255, 7, 9, 9, 90];
        PngImage picture = Picture(30, 20, 3, () => colours[(i++ * 7 / 3 % 3 * 3) + (i % 3)]);
        Assert.That(new GifReader(GifWriter.Encode([picture], 5, 5)).Frames[0], Is.EqualTo(picture.Pixels));
    }

    [Test]
    public void Many_colours_are_near()
    {
        var random = new Random(2);
        PngImage picture = Picture(60, 60, 3, () => (byte)random.Next(256));
        byte[] read = new GifReader(GifWriter.Encode([picture], 5, 5)).Frames[0];
        Assert.That(read.Zip(picture.Pixels, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(26), "half a step of six shades");
    }

    [Test]
    public void Frames_of_several_sizes_are_refused() =>
        Assert.That(() => GifWriter.Encode([Picture(2, 2, 1, () => 0), Picture(2, 3, 1, () => 0)], 5, 5), Throws.ArgumentException.With.Message.Contains("one size"));

    private static PngImage Picture(int width, int height, int channels, Func<byte> next) =>
        new(width, height, channels, [.. Enumerable.Range(0, width * height * channels).Select(_ => next())]);
}
