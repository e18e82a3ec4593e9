using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Mnist_comes_with_the_program()
    {
        ImageSet train = DatasetCatalog.Default.Load("mnist"), test = DatasetCatalog.Default.Load("mnist", DatasetPart.Test);
        Assert.Multiple(() =>
        {
            Assert.That((train.Count, test.Count), Is.EqualTo((60_000, 10_000)));
            Assert.That(train.Format, Is.EqualTo(ImageFormat.Mnist));
            // The counts that the literature gives.
            Assert.That(train.CountByClass(), Is.EqualTo(new[] { 5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949 }));
            Assert.That(train.Labels!.Take(5), Is.EqualTo(new[] { 5, 0, 4, 1, 9 }));
            Assert.That(
                train.Pixels.Average(ink => ink / 255.0), Is.EqualTo(0.1307).Within(0.0001), "the mean that everybody normalises with");
            Assert.That(train.Notes, Is.Empty);
        });
    }

    [Test]
    public void Mnist_is_byte_for_byte_the_published_one()
    {
        DatasetDescription mnist = DatasetCatalog.Default.Describe().Single(description => description.Name == "mnist");
        Assert.Multiple(() =>
        {
            Assert.That(mnist.Files, Has.Count.EqualTo(4));
            Assert.That(mnist.Files.Select(file => file.IsOriginal), Has.All.True);
            Assert.That((mnist.TrainCount, mnist.TestCount), Is.EqualTo((60_000, 10_000)));
            Assert.That(mnist.Format, Is.EqualTo(ImageFormat.Mnist));
            Assert.That(mnist.TrainByClass.Sum(), Is.EqualTo(60_000));
        });
    }

    [Test]
    public void Mnist_is_loaded_without_wasted_work()
    {
        DatasetCatalog.Default.Load("mnist", DatasetPart.Test);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        ImageSet train = DatasetCatalog.Default.Load("mnist");
        TestContext.Out.WriteLine($"{train.Count:N0} images in {watch.ElapsedMilliseconds} ms");
        Assert.That(
            GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(train.Pixels.Length + 2_000_000), "pixels are allocated once");
    }

    [Test]
    public void A_root_that_comes_first_wins_and_names_may_have_a_dot()
    {
        MakeIdx("own/mnist", "train-images.idx3-ubyte", "train-labels.idx1-ubyte", count: 3);
        var catalog = new DatasetCatalog([_folder.File("nothing"), _folder.File("own"), Path.Combine(AppContext.BaseDirectory, "Data")]);
        ImageSet set = catalog.Load("mnist");
        Assert.That(set.Count, Is.EqualTo(3));
        Assert.That(set.Labels, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(set.Name, Is.EqualTo("mnist"));
        Assert.That(
            () => catalog.Load("mnist", DatasetPart.Test),
            Throws.InstanceOf<InputException>().With.Message.Contains("t10k-images-idx3-ubyte"));
    }

    [Test]
    public void The_user_s_own_folder_is_searched_first()
    {
        string[] standard = DatasetCatalog.Roots(null);
        Assert.That(standard, Does.Contain(Path.Combine(AppContext.BaseDirectory, "Data")));
        Assert.That(DatasetCatalog.Roots(""), Is.EqualTo(standard));
        Assert.That(DatasetCatalog.Roots("/my/data"), Is.EqualTo(standard.Prepend("/my/data")));
    }

    [Test]
    public void What_is_absent_says_where_was_looked_and_how_to_get_it()
    {
        var catalog = new DatasetCatalog([_folder.File("nowhere")]);
        Assert.Multiple(() =>
        {
            Assert.That(() => catalog.Load("fashion-mnist"), Throws.InstanceOf<InputException>()
                .With.Message.Contains(
                    Path.Combine(
                        _folder.Path, "nowhere",
                        "fashion-mnist")).And.Message.Contains("dataset-fashion-mnist").And.Message.Contains("GAN_DATA"));
            Assert.That(
                () => catalog.Load("mnits"),
                Throws.InstanceOf<InputException>().With.Message.Contains("'mnits'").And.Message.Contains("fashion-mnist"));
            DatasetDescription absent = catalog.Describe()[0];
            Assert.That(absent.Folder, Is.Null);
            Assert.That(absent.Files.Select(file => file.Path), Has.All.Null);
            Assert.That((absent.TrainCount, absent.Format), Is.EqualTo((0, (ImageFormat?)null)));
        });
    }

    [Test]
    public void A_path_may_be_an_idx_file_a_folder_of_them_a_folder_of_png_or_a_csv()
    {
        MakeIdx("paths/idx", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", count: 4);
        MakeIdx("paths/single", "digits-images-idx3-ubyte", "digits-labels-idx1-ubyte", count: 2);
        PngFile.Write(_folder.File("paths/png/0.png"), new Bitmap(3, 3, 1, new byte[9]));
        string csv = _folder.Write("paths/list.csv", "filename,label\npng/0.png,1\n"u8);
        var catalog = new DatasetCatalog([]);
        Assert.Multiple(() =>
        {
            Assert.That(catalog.Load(_folder.File("paths/idx")).Labels, Has.Length.EqualTo(4));
            Assert.That(catalog.Load(_folder.File("paths/single/digits-images-idx3-ubyte")).Labels, Is.EqualTo(new[] { 0, 1 }));
            Assert.That(catalog.Load(_folder.File("paths/png"), target: _ => ImageFormat.Mnist).Format, Is.EqualTo(ImageFormat.Mnist));
            Assert.That(catalog.Load(csv).Labels, Is.EqualTo(new[] { 1 }));
            Assert.That(
                () => catalog.Load(_folder.File("paths/png/0.png")),
                Throws.InstanceOf<InputException>().With.Message.Contains("single image"));
            Assert.That(
                () => catalog.Load(_folder.File("paths/single/digits-labels-idx1-ubyte")),
                Throws.InstanceOf<InputException>().With.Message.Contains("images"));
        });
    }

    [Test]
    public void A_damaged_file_is_described_and_not_thrown()
    {
        MakeIdx("damaged/mnist", "train-images-idx3-ubyte", "train-labels-idx1-ubyte", count: 1);
        _folder.Write("damaged/mnist/t10k-images-idx3-ubyte", [1, 2, 3]);
        DatasetDescription described = new DatasetCatalog([_folder.File("damaged")]).Describe()[0];
        Assert.That(described.Files[0].IsOriginal, Is.False);
        Assert.That(described.Files[0].Problem, Is.Null);
        Assert.That(described.Files[2].Problem, Does.Contain("t10k-images"));
        Assert.That(described.Files[3].Path, Is.Null);
    }

    private void MakeIdx(string folder, string images, string labels, int count)
    {
        IdxFile.WriteImages(_folder.File($"{folder}/{images}"), new ImageSet("x", ImageFormat.Mnist, new byte[784 * count]));
        IdxFile.WriteLabels(_folder.File($"{folder}/{labels}"), [.. Enumerable.Range(0, count)]);
    }
}
