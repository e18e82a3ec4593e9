using System.IO.Compression;
using FsCheck;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Tests.Layers.Serialization;
using Checked = FsCheck.NUnit.PropertyAttribute;

namespace GanFromScratch.Tests.Gan.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void The_bytes_are_those_of_the_format()
    {
        string path = _folder.File("bytes.idx");
        IdxFile.Write(path, [2, 1, 3], new byte[] { 1, 2, 3, 4, 5, 6 });
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6 }));
    }

    [TestCase("plain-ubyte")]
    [TestCase("packed-ubyte.gz")]
    public void Images_and_labels_come_back(string suffix)
    {
        string images = _folder.File("images-" + suffix), labels = _folder.File("labels-" + suffix);
        var set = new ImageSet("x", new ImageFormat(1, 3, 2), [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))], [0, 9, 255, 3]);
        IdxFile.WriteImages(images, set);
        IdxFile.WriteLabels(labels, set.Labels);

        ImageSet read = Load(images, labels);
        Assert.That(read.Format, Is.EqualTo(set.Format));
        Assert.That(read.Pixels, Is.EqualTo(set.Pixels));
        Assert.That(read.Labels, Is.EqualTo(set.Labels));
        Assert.That(File.ReadAllBytes(images)[0], Is.EqualTo(suffix.EndsWith("gz", StringComparison.Ordinal) ? 0x1F : 0));
    }

    [Test]
    public void Gzip_is_known_by_its_bytes_and_not_by_its_name()
    {
        string packed = _folder.File("a.gz");
        IdxFile.Write(packed, [2], new byte[] { 5, 6 });
        string renamed = _folder.Write("renamed-ubyte", File.ReadAllBytes(packed));
        string unpacked = _folder.Write("unpacked.gz", [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Assert.That(IdxFile.Read(renamed).Data, Is.EqualTo(new byte[] { 5, 6 }));
        Assert.That(IdxFile.Read(unpacked).Data, Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public void Three_planes_are_colour_and_an_empty_file_makes_no_set()
    {
        var colour = new ImageSet("c", new ImageFormat(3, 1, 2), [1, 2, 3, 4, 5, 6]);
        string path = _folder.File("colour");
        IdxFile.WriteImages(path, colour);
        Assert.That(Load(path, labels: null).Format, Is.EqualTo(new ImageFormat(3, 1, 2)));

        IdxFile.Write(path, [0, 28, 28], ReadOnlyMemory<byte>.Empty);
        Assert.That(IdxFile.Read(path).Dimensions, Is.EqualTo(new[] { 0, 28, 28 }));
        Assert.That(() => Load(path, labels: null), Throws.InstanceOf<InputException>().With.Message.Contains("holds no images"));
    }

    [Test]
    public void Dimensions_that_are_not_those_of_images_are_refused()
    {
        Assert.Multiple(() =>
        {
            Refuses(new IdxFile([4], new byte[4]), null, "dimensions 4");
            Refuses(new IdxFile([1, 2, 2, 2], new byte[8]), null, "1×2×2×2");
            Refuses(new IdxFile([2, 0, 3], []), null, "2×0×3");
            Refuses(new IdxFile([2, 1, 1], new byte[2]), new IdxFile([3], new byte[3]), "3 labels for 2 images");
            Refuses(new IdxFile([2, 1, 1], new byte[2]), new IdxFile([2, 1], new byte[2]), "2×1");
            Assert.That(() => IdxFile.Write(_folder.File("w"), [3], new byte[2]), Throws.InstanceOf<InputException>());
            Assert.That(
                () => IdxFile.WriteLabels(_folder.File("w"), [256]),
                Throws.InstanceOf<InputException>().With.Message.Contains("label 0 is 256"));
        });

        void Refuses(IdxFile images, IdxFile? labels, string word)
        {
            string some = _folder.File("some.idx"), beside = _folder.File("some-labels.idx");
            IdxFile.Write(some, images.Dimensions, images.Data);
            if (labels != null)
                IdxFile.Write(beside, labels.Dimensions, labels.Data);
            Assert.That(
                () => Load(some, labels == null ? null : beside),
                Throws.InstanceOf<InputException>().With.Message.Contains(word).And.Message.Contains("some.idx"));
        }
    }

    [Checked(MaxTest = 50)]
    public bool Any_dimensions_come_back(byte[] sizes, bool packed, int seed)
    {
        int[] dimensions = [.. sizes.Take(4).Select(size => size % 9).DefaultIfEmpty(3)];
        var data = new byte[dimensions.Aggregate(1, (product, size) => product * size)];
        new System.Random(seed).NextBytes(data);
        string path = _folder.File(packed ? "any.gz" : "any");
        IdxFile.Write(path, dimensions, data);
        IdxFile read = IdxFile.Read(path);
        return read.Dimensions.SequenceEqual(dimensions) && read.Data.SequenceEqual(data);
    }

    [Checked(MaxTest = 300)]
    public bool A_changed_byte_gives_an_error_or_a_file(NonNegativeInt place, byte value, bool packed)
    {
        byte[] file = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4];
        if (packed)
        {
            var buffer = new MemoryStream();
            using (var stream = new GZipStream(buffer, CompressionLevel.Optimal))
                stream.Write(file);
            file = buffer.ToArray();
        }

        file[place.Get % file.Length] = value;
        string path = _folder.Write("flipped", file);
        try
        {
            return IdxFile.Read(path).Data.Length <= 4;
        }
        catch (InputException error)
        {
            return error.Message.Contains(path, StringComparison.Ordinal);
        }
    }

    private static ImageSet Load(string images, string? labels) =>
        IdxFolder.Load(images, images, labels, classNames: null, target: null, ImageReading.Default);
}
