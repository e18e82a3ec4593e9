using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;
using static GanFromScratch.Tests.Gan.Data.Forms.FormSamples;

namespace GanFromScratch.Tests.Gan.Data.Forms;

/// <summary>Each form in which people keep images, read to the right pixels, classes and splits.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DataFormTests : IDisposable
{
    private static readonly DatasetCatalog Catalog = new([]);

    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        UnpackedArchive.RemoveAll();
        folder.Dispose();
    }

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public void Pixels_of_a_csv(bool header, bool label)
    {
        // Two images of 4×4, as large as told by 16 columns.
        string names = string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"pixel{i}\""));
        string text = (header ? $"{(label ? "\"label\"," : "")}{names}\r\n" : "")
            + $"{(label ? "7," : "")}{string.Join(',', Enumerable.Range(0, 16))}\r\n"
            + $"{(label ? "0," : "")}{string.Join(',', Enumerable.Range(100, 16))}";
        string path = folder.Write("train.csv", Encoding.UTF8.GetBytes(text));

        ImageSet set = Catalog.Load(path);

        Assert.Multiple(() =>
        {
            Assert.That(set.Format, Is.EqualTo(new ImageFormat(1, 4, 4)));
            Assert.That(set.Pixels, Is.EqualTo(Enumerable.Range(0, 16).Concat(Enumerable.Range(100, 16)).Select(v => (byte)v)));
            Assert.That(set.Labels, Is.EqualTo(label ? new[] { 7, 0 } : null));
            Assert.That(Catalog.Load(folder.Path).Pixels, Is.EqualTo(set.Pixels), "named by its folder");
        });
    }

    [Test]
    public void Colours_of_a_csv_stand_pixel_by_pixel_and_rows_can_be_told()
    {
        string names = string.Join(',', Enumerable.Range(0, 12).Select(i => $"pixel{i}"));
        string twelve = string.Join(',', Enumerable.Range(0, 12));
        string colour = folder.Write("colour.csv", Encoding.UTF8.GetBytes($"label,{names}\n1,{twelve}\n"));
        string wide = folder.Write("wide.csv", Encoding.UTF8.GetBytes(
            $"{string.Join(',', Enumerable.Range(0, 18))}\n{string.Join(',', Enumerable.Range(0, 18))}"));
        Assert.Multiple(() =>
        {
            Assert.That(Catalog.Load(colour).Format, Is.EqualTo(new ImageFormat(3, 2, 2)));
            Assert.That(Catalog.Load(colour).Pixels, Is.EqualTo(new byte[] { 0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11 }));
            Assert.That(
                () => Catalog.Load(wide), Throws.InstanceOf<InputException>().With.Message.Contains("18 columns of pixels").And
                    .Message.Contains("--image-size"));
            Assert.That(
                Catalog.Load(wide, reading: ImageReading.Default with { Height = 3 }).Format, Is.EqualTo(new ImageFormat(1, 3, 6)));
        });
    }

    [Test]
    public void Arrays_of_every_shape_and_type()
    {
        byte[] twelve = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        Assert.Multiple(() =>
        {
            Expect(new ImageFormat(1, 2, 3), twelve, "|u1", [2, 2, 3], twelve);
            Expect(new ImageFormat(3, 2, 2), [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], "|u1", [1, 2, 2, 3], twelve);
            Expect(new ImageFormat(3, 2, 2), twelve, "|u1", [1, 3, 2, 2], twelve);
            Expect(new ImageFormat(1, 2, 2), twelve, "|u1", [3, 2, 2, 1], twelve);
            Expect(new ImageFormat(1, 2, 2), twelve, "|u1", [3, 4], twelve);
            Expect(new ImageFormat(1, 1, 3), [0, 128, 255], "<f4", [1, 1, 3], Floats(0, 0.5f, 1));
            Expect(new ImageFormat(1, 1, 3), [0, 153, 255], "<f4", [1, 1, 3], Floats(-1, 0.2f, 1));
            Expect(new ImageFormat(1, 1, 3), [0, 77, 255], "<f4", [1, 1, 3], Floats(0, 77, 255));
            Expect(new ImageFormat(1, 1, 1), [51], ">f8", [1, 1, 1], [.. BitConverter.GetBytes(0.2).Reverse()]);
            Expect(new ImageFormat(1, 1, 2), [3, 200], "<i8", [1, 1, 2], [.. BitConverter.GetBytes(3L), .. BitConverter.GetBytes(200L)]);
        });

        void Expect(ImageFormat format, byte[] pixels, string type, int[] shape, byte[] elements)
        {
            ImageSet set = Catalog.Load(folder.Write("any.npy", Npy(type, shape, elements)));
            Assert.That((set.Format, set.Pixels), Is.EqualTo((format, pixels)), $"{type} ({string.Join(", ", shape)})");
        }
    }

    [Test]
    public void Keras_mnist_and_an_array_with_labels_beside_it()
    {
        byte[] labels = [.. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(2L)];
        string npz = folder.Write("mnist.npz", Zip(
            ("x_test.npy", Npy("|u1", [1, 1, 2], [9, 8])), ("x_train.npy", Npy("|u1", [2, 1, 2], [1, 2, 3, 4])),
            ("y_train.npy", Npy("<i8", [2], labels)), ("y_test.npy", Npy("|u1", [1], [5]))));
        folder.Write("y_some.npy", Npy("|u1", [2, 1], [6, 7]));
        string npy = folder.Write("x_some.npy", Npy("|u1", [2, 1, 1], [1, 2]));
        ImageSet train = Catalog.Load(npz), test = Catalog.Load(npz, DatasetPart.Test);
        Assert.Multiple(() =>
        {
            Assert.That(train.Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
            Assert.That(train.Labels, Is.EqualTo(new[] { 4, 2 }));
            Assert.That(train.Notes, Is.EqualTo(new[] { "the split train of test, train (--split takes another)" }));
            Assert.That((test.Pixels, test.Labels), Is.EqualTo((new byte[] { 9, 8 }, new[] { 5 })));
            Assert.That(Catalog.Load(npy).Labels, Is.EqualTo(new[] { 6, 7 }));
            Assert.That(DatasetCatalog.HasParts(npz));
        });
    }

    [Test]
    public void Letters_of_Emnist_are_set_upright_and_named()
    {
        foreach (string set in new[] { "letters", "digits" })
        {
            foreach (string part in new[] { "train", "test" })
            {
                IdxFile.Write(
                    folder.File($"EMNIST/raw/emnist-{set}-{part}-images-idx3-ubyte.gz"), [2, 2, 2], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
                IdxFile.WriteLabels(folder.File($"EMNIST/raw/emnist-{set}-{part}-labels-idx1-ubyte.gz"), [1, 2]);
            }
        }

        folder.Write("EMNIST/raw/emnist-letters-mapping.txt", "1 65 97\r\n2 66 98\r\n"u8);
        string letters = folder.File("EMNIST/raw/emnist-letters");
        ImageSet set2 = Catalog.Load(letters);
        ImageSet asStored = Catalog.Load(letters, reading: ImageReading.Default with { Transpose = Transposing.False });
        Assert.Multiple(() =>
        {
            Assert.That(set2.Pixels, Is.EqualTo(new byte[] { 1, 3, 2, 4, 5, 7, 6, 8 }));
            Assert.That(set2.Labels, Is.EqualTo(new[] { 0, 1 }));
            Assert.That(set2.ClassNames, Is.EqualTo(new[] { "A", "B" }));
            Assert.That(set2.Notes, Has.Some.Contains("set upright"));
            Assert.That(asStored.Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
            Assert.That(
                () => Catalog.Load(folder.Path),
                Throws.InstanceOf<InputException>().With.Message.Contains("holds 2 sets of idx files; name one of them: ").And
                    .Message.Contains(letters));
        });
    }

    [TestCase("MNIST/raw")]
    [TestCase("raw")]
    public void Torchvisions_root(string where)
    {
        IdxFile.Write(folder.File($"{where}/train-images-idx3-ubyte"), [1, 1, 2], new byte[] { 1, 2 });
        IdxFile.WriteLabels(folder.File($"{where}/train-labels-idx1-ubyte"), [7]);
        IdxFile.Write(folder.File($"{where}/t10k-images-idx3-ubyte"), [1, 1, 2], new byte[] { 3, 4 });
        ImageSet train = Catalog.Load(folder.Path), test = Catalog.Load(folder.Path, DatasetPart.Test);
        Assert.That((train.Pixels, train.Labels, test.Pixels), Is.EqualTo((new byte[] { 1, 2 }, new[] { 7 }, new byte[] { 3, 4 })));
    }

    [TestCase("zip")]
    [TestCase("tar")]
    [TestCase("tar.gz")]
    public void Archives_of_images(string kind)
    {
        (string, byte[])[] entries =
        [
            ("data/train/dog/1.png", Png(10)), ("data/train/cat/0.png", Png(30)), ("data/test/cat/2.png", Png(50)),
            ("__MACOSX/data/train/cat/._0.png", [0]), ("data/train/cat/.DS_Store", [0]),
        ];
        byte[] bytes = kind == "zip" ? Zip(entries) : kind == "tar" ? Tar(entries) : Gzip(Tar(entries));
        string path = folder.Write($"archive.{kind}", bytes);

        ImageSet train = Catalog.Load(path), test = Catalog.Load(path, DatasetPart.Test);

        Assert.Multiple(() =>
        {
            Assert.That(train.Pixels, Is.EqualTo(new byte[] { 30, 10 }));
            Assert.That(train.ClassNames, Is.EqualTo(new[] { "cat", "dog" }));
            Assert.That(test.Pixels, Is.EqualTo(new byte[] { 50 }));
            Assert.That(train.Name, Is.EqualTo(path));
            Assert.That(train.Files![0], Is.EqualTo(path + "/data/train/cat/0.png"));
        });
        string unpacked = UnpackedArchive.Of(new DataPath(path))!.Folder;
        Assert.That(Directory.Exists(unpacked));
        UnpackedArchive.RemoveAll();
        Assert.That(Directory.Exists(unpacked), Is.False, "nothing is left behind");
    }

    [Test]
    public void Parquet_of_a_data_hub()
    {
        const string Names = """{"info": {"features": {"label": {"names": ["cat", "dog", "eel"], "_type": "ClassLabel"}}}}""";
        folder.Write("hub/data/train-00000-of-00002.parquet", HubFile([Png(1, 2), Png(3, 4), Png(5, 6)], [2, 0, 1], Names));
        folder.Write("hub/data/train-00001-of-00002.parquet", HubFile([Png(7, 8)], [1], Names));
        string test = folder.Write("hub/data/test-00000-of-00001.parquet", HubFile([Png(9, 9)], [-1]));
        ImageSet train = Catalog.Load(folder.File("hub"));
        Assert.Multiple(() =>
        {
            Assert.That(train.Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
            Assert.That(train.Labels, Is.EqualTo(new[] { 2, 0, 1, 1 }));
            Assert.That(train.ClassNames, Is.EqualTo(new[] { "cat", "dog", "eel" }));
            Assert.That(train.Files![3], Does.EndWith("train-00001-of-00002.parquet row 1"));
            Assert.That(Catalog.Load(folder.File("hub"), DatasetPart.Test).Pixels, Is.EqualTo(new byte[] { 9, 9 }));
            Assert.That(Catalog.Load(test).Labels, Is.Null);
        });
    }

    [Test]
    public void Splits_are_not_classes()
    {
        (string, byte)[] images = [("Train/a", 1), ("Train/b", 2), ("valid/a", 3), ("TEST/b", 4), ("extra/x", 9)];
        foreach ((string name, byte value) in images)
            folder.Write($"set/{name}/0.png", Png(value));
        string set = folder.File("set");
        ImageSet train = Catalog.Load(set), test = Catalog.Load(set, DatasetPart.Test);
        ImageSet chosen = Catalog.Load(set, reading: ImageReading.Default with { Split = "val" });
        Assert.Multiple(() =>
        {
            Assert.That((train.Pixels, train.Labels), Is.EqualTo((new byte[] { 1, 2 }, new[] { 0, 1 })));
            Assert.That(train.ClassNames, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(train.Notes, Is.EqualTo(new[]
            {
                "the split Train of TEST, Train, valid (--split takes another), classes a, b",
                "sub-folders beside the splits skipped: extra",
            }));
            Assert.That(test.Pixels, Is.EqualTo(new byte[] { 4 }));
            Assert.That(chosen.Pixels, Is.EqualTo(new byte[] { 3 }));
            Assert.That(
                () => Catalog.Load(set, reading: ImageReading.Default with { Split = "dev" }),
                Throws.InstanceOf<InputException>().With.Message.Contains("has the splits TEST, Train, valid"));
        });
    }

    [Test]
    public void The_contests_layout_is_read_as_its_csv_says()
    {
        folder.Write("Images/train/0.png", Png(1));
        folder.Write("Images/train/1.png", Png(2));
        folder.Write("Images/test/2.png", Png(3));
        folder.Write("train.csv", "filename,label\n1.png,4\n0.png,9\n"u8);
        folder.Write("Test.csv", "filename\n2.png\n"u8);
        folder.Write("sample_submission.csv", "filename,label\n2.png,0\n"u8);
        ImageSet train = Catalog.Load(folder.Path), test = Catalog.Load(folder.Path, DatasetPart.Test);
        Assert.Multiple(() =>
        {
            Assert.That((train.Pixels, train.Labels), Is.EqualTo((new byte[] { 2, 1 }, new[] { 4, 9 })));
            Assert.That(train.Notes, Has.Some.EqualTo("read as train.csv says"));
            Assert.That(test.Pixels, Is.EqualTo(new byte[] { 3 }));
        });
    }

    [Test]
    public void A_link_out_of_the_folder_is_said()
    {
        folder.Write("outside/1.png", Png(1));
        folder.Write("inside/0.png", Png(0));
        File.CreateSymbolicLink(folder.File("inside/2.png"), folder.File("outside/1.png"));
        Directory.CreateSymbolicLink(folder.File("inside/loop"), ".");
        ImageSet set = Catalog.Load(folder.File("inside"));
        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(set.Notes, Has.Some.EqualTo($"1 link leads out of {folder.File("inside")}; what lies there is read too"));
    }

    [Test]
    public void Images_are_fitted_as_asked()
    {
        // Six columns of one value each become the four of a square: the middle, all of them between two bars, or squeezed.
        byte[] rows = [.. Enumerable.Range(0, 4).SelectMany(_ => new byte[] { 0, 50, 100, 150, 200, 250 })];
        folder.Write("wide/0.png", PngFile.Encode(
            new Bitmap(6, 4, 3, [.. rows.SelectMany(v => new[] { v, v, v })])));
        Assert.Multiple(() =>
        {
            Assert.That(Row(Fit.Auto), Is.EqualTo(new byte[] { 50, 100, 150, 200 }), "a photo");
            Assert.That(Row(Fit.Crop), Is.EqualTo(new byte[] { 50, 100, 150, 200 }));
            Assert.That(Row(Fit.Stretch)[0], Is.InRange(5, 30));
            Assert.That(Load(Fit.Pad).Pixels[12..16], Is.EqualTo(new byte[4]), "its edges are dark on the whole");
            Assert.That(Load(Fit.Pad).Pixels[..4], Is.Ordered.And.All.GreaterThan(5));
            Assert.That(Load(Fit.Pad, "#ffffff").Pixels[12..16], Is.All.EqualTo(255));
            Assert.That(Load(Fit.Pad).Notes, Has.Some.Contains("padded with"));
        });

        byte[] Row(Fit fit) => Load(fit).Pixels[..4];

        ImageSet Load(Fit fit, string background = "auto") => Catalog.Load(
            folder.File("wide"), target: _ => new ImageFormat(3, 4, 4),
            reading: new ImageReading(Background.Parse(background), SkipBad: false) { Fit = fit });
    }
}
