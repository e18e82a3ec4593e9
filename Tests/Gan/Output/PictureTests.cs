using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Output;

public sealed class PictureTests
{
    [TestCase(16, 0, 4, 4)]
    [TestCase(10, 0, 4, 3)]
    [TestCase(10, 5, 5, 2)]
    [TestCase(3, 8, 3, 1)]
    [TestCase(1, 0, 1, 1)]
    public void A_grid_has_a_gap_around_every_image(int count, int columns, int expectedColumns, int expectedRows)
    {
        Bitmap grid = ImageGrid.Compose(new byte[count * 784], ImageFormat.Mnist, columns);
        Assert.That((grid.Width, grid.Height, grid.Channels), Is.EqualTo(((expectedColumns * 30) + 2, (expectedRows * 30) + 2, 1)));
    }

    [Test]
    public void Every_image_lies_in_its_cell()
    {
        Bitmap gray = ImageGrid.Compose([1, 2, 3], new ImageFormat(1, 1, 1), columns: 2);
        Assert.That((gray.Width, gray.Height), Is.EqualTo((8, 8)));
        Assert.That((gray.Row(2)[2], gray.Row(2)[5], gray.Row(5)[2], gray.Row(5)[5]), Is.EqualTo(((byte)1, (byte)2, (byte)3, (byte)64)));

        Bitmap colour = ImageGrid.Compose([10, 11, 20, 21, 30, 31], new ImageFormat(3, 1, 2));
        Assert.That(colour.Row(2).Slice(2 * 3, 6).ToArray(), Is.EqualTo(new byte[] { 10, 20, 30, 11, 21, 31 }));
    }

    [Test]
    public void A_grid_of_nothing_is_a_mistake()
    {
        Assert.That(() => ImageGrid.Compose([], ImageFormat.Mnist), Throws.ArgumentException);
        Assert.That(() => ImageGrid.Compose(new byte[785], ImageFormat.Mnist), Throws.ArgumentException);
    }

    [Test]
    public void A_contact_sheet_has_a_numbered_row_for_each_class()
    {
        var format = new ImageFormat(1, 12, 12);
        int[] labels = [0, 1, 1, 0, 1, 1];
        var set = new ImageSet("s", format, [.. labels.SelectMany((_, i) => Enumerable.Repeat((byte)(i + 1), 144))], labels);
        Bitmap sheet = ContactSheet.Compose(set, perClass: 3);

        const int Margin = 2 + 8;
        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((Margin + (3 * 14) + 2, (2 * 14) + 2)));
        byte[] first = [.. Enumerable.Range(0, 3).Select(column => sheet.Row(2)[Margin + 2 + (column * 14)])];
        byte[] second = [.. Enumerable.Range(0, 3).Select(column => sheet.Row(16)[Margin + 2 + (column * 14)])];
        Assert.That(first, Is.EqualTo(new byte[] { 1, 4, 64 }), "class 0 has two images");
        Assert.That(second, Is.EqualTo(new byte[] { 2, 3, 5 }), "class 1 shows its first three");
        // Of the digit 0 the corner is drawn and the middle is not.
        Assert.That((sheet.Row(3)[2], sheet.Row(7)[4]), Is.EqualTo((byte.MaxValue, (byte)64)));
    }

    [Test]
    public void A_contact_sheet_without_labels_is_a_square_and_of_nothing_an_error()
    {
        var set = new ImageSet("s", new ImageFormat(3, 2, 2), new byte[12 * 20]);
        Assert.That(ContactSheet.Compose(set, 3).Width, Is.EqualTo((3 * 4) + 2));
        Assert.That(() => ContactSheet.Compose(new ImageSet("s", ImageFormat.Mnist, [])), Throws.InstanceOf<InputException>());
    }

    [Test]
    public void A_scatter_picture_puts_points_where_they_belong_and_leaves_wild_ones_out()
    {
        Bitmap picture = ScatterPicture.Draw([0, 0], [1, 1, float.NaN, 0, 5, 0, 0, float.PositiveInfinity, -1, 0]);
        Assert.That((picture.Width, picture.Height, picture.Channels), Is.EqualTo((512, 512, 3)));
        byte[] real = Pixel(255, 255), generated = Pixel(477, 33), left = Pixel(33, 255);
        int coloured = Enumerable.Range(0, 512 * 512).Count(i => picture.Pixels[3 * i] != 255 || picture.Pixels[(3 * i) + 1] != 255);
        Assert.Multiple(() =>
        {
            Assert.That(real[0], Is.EqualTo(real[1]).And.EqualTo(real[2]).And.LessThan(255), "gray");
            Assert.That(generated[0], Is.GreaterThan(generated[2]), "orange, at the top right");
            Assert.That(left, Is.EqualTo(generated), "at the left");
            Assert.That(coloured, Is.EqualTo(3 * 13), "three discs of 13 pixels");
        });

        byte[] Pixel(int x, int y) => picture.Row(y).Slice(3 * x, 3).ToArray();
    }

    [Test]
    public void Points_at_the_very_edge_stay_within_the_picture()
    {
        Bitmap picture = ScatterPicture.Draw([1.15f, 1.15f, -1.15f, -1.15f], [1.15f, -1.15f]);
        int coloured = Enumerable.Range(0, 512 * 512).Count(i => picture.Pixels[3 * i] != 255 || picture.Pixels[(3 * i) + 1] != 255);
        Assert.That(coloured, Is.GreaterThan(0).And.LessThan(3 * 13), "discs that the edge cuts off");
    }
}
