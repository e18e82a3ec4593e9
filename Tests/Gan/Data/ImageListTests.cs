using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data;

/// <summary>Folders of images, and CSV files that list some.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImageListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_folder_is_read_in_ordinal_order_and_says_what_it_passed_over()
    {
        Gray("b.png", 2);
        Gray("B.PNG", 1);
        Gray("a10.png", 4);
        Gray("a2.png", 5);
        _folder.Write("readme.txt", [65]);
        _folder.Write("._a2.png", [0]);
        Gray("sub/x.png", 9);

        ImageSet set = ImageFolder.Load(_folder.Path);

        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 1, 4, 5, 2 }), "B.PNG, a10.png, a2.png, b.png");
        Assert.That(set.Labels, Is.Null);
        Assert.That(set.Notes, Is.EqualTo(new[]
        {
            "1 file skipped that is not an image",
            $"sub-folders of {_folder.Path} (1) skipped, since images lie in the folder itself",
        }));
    }

    [Test]
    public void Sub_folders_are_classes()
    {
        Gray("dog/1.png", 10);
        Gray("cat/deep/er.png", 20);
        Gray("cat/0.png", 30);
        Directory.CreateDirectory(_folder.File("ant/") + "empty");

        ImageSet set = ImageFolder.Load(_folder.Path);

        Assert.That(set.ClassNames, Is.EqualTo(new[] { "cat", "dog" }));
        Assert.That(set.Labels, Is.EqualTo(new[] { 0, 0, 1 }));
        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 30, 20, 10 }));
        Assert.That(set.CountByClass(), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public void Images_of_mixed_sizes_are_converted_and_it_is_said_once()
    {
        PngFile.Write(_folder.File("a.png"), new Bitmap(4, 2, 3, [.. Enumerable.Repeat((byte)200, 24)]));
        PngFile.Write(_folder.File("b.png"), new Bitmap(1, 1, 3, [100, 100, 100]));
        Gray("c.png", 50);

        ImageSet set = ImageFolder.Load(_folder.Path, _ => new ImageFormat(1, 1, 1));

        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 200, 100, 50 }));
        Assert.That(
            set.Notes,
            Is.EqualTo(new[]
            {
                "2 images converted from 2 sizes and colours (4×2 RGB, …) to 1×1 gray, cropped as photos are (--fit pad or stretch)",
            }));
        Assert.That(
            ImageFolder.Load(_folder.Path).Format, Is.EqualTo(new ImageFormat(3, 2, 4)), "without a target, the first image decides");
    }

    [Test]
    public void A_folder_without_images_and_one_with_a_damaged_image_are_reported()
    {
        _folder.Write("holiday.txt", [0xFF]);
        Assert.That(
            () => ImageFolder.Load(_folder.Path),
            Throws.InstanceOf<InputException>().With.Message.Contains(_folder.Path).And.Message.Contains("1 other files"));
        string damaged = _folder.Write("x.png", [0]);
        Assert.That(() => ImageFolder.Load(_folder.Path), Throws.InstanceOf<InputException>().With.Message.Contains(damaged));
        Assert.That(() => ImageFolder.Load(_folder.File("absent/x")), Throws.InstanceOf<InputException>().With.Message.Contains("absent"));
    }

    [TestCase("")]
    [TestCase("train")]
    [TestCase("images")]
    [TestCase("Images/train")]
    [TestCase("images/train")]
    public void A_csv_finds_its_images(string where)
    {
        Gray(Path.Combine(where, "3.png"), 3);
        Gray(Path.Combine(where, "1.png"), 1);
        string csv = _folder.Write("train.csv", "\uFEFFfilename,label\r\n3.png,4\r\n\"1.png\",9\r\n"u8);

        ImageSet set = CsvImageList.Load(csv);

        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 3, 1 }));
        Assert.That(set.Labels, Is.EqualTo(new[] { 4, 9 }));
        Assert.That(set.ClassNames, Is.Null);
    }

    [Test]
    public void A_csv_may_lack_labels_have_more_columns_name_classes_and_use_semicolons()
    {
        Gray("a.png", 1);
        Gray("b.png", 2);
        ImageSet bare = CsvImageList.Load(_folder.Write("bare.csv", "filename\nb.png\na.png\n"u8));
        ImageSet named = CsvImageList.Load(_folder.Write("named.csv", "id; Label ;FileName\n1;dog;a.png\n2;cat;b.png\n3;dog;b.png"u8));
        Assert.Multiple(() =>
        {
            Assert.That(bare.Pixels, Is.EqualTo(new byte[] { 2, 1 }));
            Assert.That(bare.Labels, Is.Null);
            Assert.That(named.Pixels, Is.EqualTo(new byte[] { 1, 2, 2 }));
            Assert.That(named.Labels, Is.EqualTo(new[] { 1, 0, 1 }));
            Assert.That(named.ClassNames, Is.EqualTo(new[] { "cat", "dog" }));
        });
    }

    [Test]
    public void Numbers_of_a_csv_with_wide_gaps_are_names_and_it_is_said()
    {
        Gray("a.png", 1);
        ImageSet wide = CsvImageList.Load(_folder.Write("wide.csv", "filename,label\na.png,2000\na.png,0\na.png,1000\na.png,0\n"u8));
        ImageSet near = CsvImageList.Load(_folder.Write("near.csv", "filename,label\na.png,19\na.png,0\n"u8));
        Assert.Multiple(() =>
        {
            Assert.That(wide.Labels, Is.EqualTo(new[] { 2, 0, 1, 0 }));
            Assert.That(wide.ClassNames, Is.EqualTo(new[] { "0", "1000", "2000" }));
            Assert.That(wide.ClassCount, Is.EqualTo(3));
            Assert.That(
                wide.Notes,
                Is.EqualTo(new[] { "the labels are 3 numbers from 0 to 2000, which are taken as names of the classes 0 to 2" }));
            Assert.That((near.ClassCount, near.ClassNames), Is.EqualTo((20, (IReadOnlyList<string>?)null)));
            Assert.That(near.Notes, Is.Empty);
        });
    }

    private void Gray(string name, byte value) => PngFile.Write(_folder.File(name), new Bitmap(1, 1, 1, [value]));
}
