using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Tests.Gan.Data;

public sealed class ImageSetTests
{
    [Test]
    public void A_selection_takes_images_and_labels_along()
    {
        var set = new ImageSet("s", new ImageFormat(1, 1, 2), [1, 2, 3, 4, 5, 6], [7, 8, 9], notes: ["a note"]);
        ImageSet chosen = set.Select([2, 0, 2]);
        Assert.That(chosen.Pixels, Is.EqualTo(new byte[] { 5, 6, 1, 2, 5, 6 }));
        Assert.That(chosen.Labels, Is.EqualTo(new[] { 9, 7, 9 }));
        Assert.That(chosen.Notes, Is.EqualTo(set.Notes));
        Assert.That(set.Take(2).Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(set.Take(5).Count, Is.EqualTo(3));
        Assert.That(() => set.Select([3]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void What_does_not_fit_together_is_refused()
    {
        var format = new ImageFormat(1, 2, 2);
        Assert.That(() => new ImageSet("s", format, new byte[7]), Throws.InstanceOf<InputException>().With.Message.Contains("7 bytes"));
        Assert.That(
            () => new ImageSet("s", format, new byte[8], [1]),
            Throws.InstanceOf<InputException>().With.Message.Contains("1 labels for 2 images"));
        Assert.That(() => new ImageSet("s", format, new byte[8], [1, -2]), Throws.InstanceOf<InputException>().With.Message.Contains("-2"));
        Assert.That(() => new ImageSet("s", new ImageFormat(5, 1, 1), new byte[5]), Throws.InstanceOf<InputException>());
    }

    [Test]
    public void The_same_format_needs_no_conversion_and_no_word()
    {
        var set = new ImageSet("s", ImageFormat.Mnist, new byte[784]);
        Assert.That(set.ConvertTo(ImageFormat.Mnist), Is.SameAs(set));
    }

    [Test]
    public void The_word_says_how_many_images_from_what_to_what()
    {
        var set = new ImageSet("s", new ImageFormat(3, 32, 32), new byte[3 * 32 * 32 * 2]);
        Assert.That(set.ConvertTo(ImageFormat.Mnist).Notes, Is.EqualTo(new[] { "2 images converted from 32×32 RGB to 28×28 gray" }));
    }

    [Test]
    public void Shrinking_averages_by_nearness()
    {
        Assert.That(Convert(new ImageFormat(1, 2, 2), [10, 20, 30, 40], new ImageFormat(1, 1, 1)), Is.EqualTo(new byte[] { 25 }));
        // Three columns to two: centres at ¼ and 1¾ of the source, a triangle 1½ wide to either side: weights 5/6, 1/2 and 0, over their
        // sum.
        Assert.That(Convert(new ImageFormat(1, 1, 3), [0, 90, 240], new ImageFormat(1, 1, 2)), Is.EqualTo(new byte[] { 34, 184 }));
    }

    [Test]
    public void Growing_interpolates_between_centres_and_repeats_the_edges()
    {
        // Twice as wide: centres lie at −¼, ¼, ¾, 1¼ of the source.
        Assert.That(Convert(new ImageFormat(1, 1, 2), [0, 100], new ImageFormat(1, 1, 4)), Is.EqualTo(new byte[] { 0, 25, 75, 100 }));
        Assert.That(Convert(new ImageFormat(1, 2, 1), [0, 100], new ImageFormat(1, 4, 1)), Is.EqualTo(new byte[] { 0, 25, 75, 100 }));
    }

    [Test]
    public void Colours_become_luma_and_gray_becomes_three_planes()
    {
        var rgb = new ImageFormat(3, 1, 3);
        byte[] primaries = [255, 0, 0, 0, 255, 0, 0, 0, 255];
        Assert.That(Convert(rgb, primaries, new ImageFormat(1, 1, 3)), Is.EqualTo(new byte[] { 76, 150, 29 }));
        Assert.That(Convert(new ImageFormat(1, 1, 2), [7, 9], new ImageFormat(3, 1, 2)), Is.EqualTo(new byte[] { 7, 9, 7, 9, 7, 9 }));
    }

    [Test]
    public void One_colour_stays_that_colour_at_any_size(
        [Values(1, 3, 27, 28, 29, 64)] int from, [Values(1, 2, 28, 31, 65)] int to, [Values(1, 128, 255)] byte value)
    {
        byte[] pixels = [.. Enumerable.Repeat(value, from * (from + 1))];
        byte[] converted = Convert(new ImageFormat(1, from, from + 1), pixels, new ImageFormat(1, to, to));
        Assert.That(converted, Has.Length.EqualTo(to * to));
        Assert.That(converted.Distinct(), Is.EqualTo(new[] { value }));
    }

    private static byte[] Convert(ImageFormat from, byte[] pixels, ImageFormat to) => new ImageSet("s", from, pixels).ConvertTo(to).Pixels;
}
