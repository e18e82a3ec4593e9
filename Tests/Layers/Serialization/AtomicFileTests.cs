using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using NUnit.Framework;

namespace GanFromScratch.Tests.Layers.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void Writes_and_replaces_and_leaves_nothing_else_behind(bool durable)
    {
        string path = _folder.File($"made/here-{durable}/file.bin");
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]), durable);
        AtomicFile.Write(path, stream => stream.Write([4]), durable);

        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 4 }));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_failure_half_way_leaves_the_old_file_untouched()
    {
        string path = _folder.Write("kept/file.bin", [7, 7]);
        var failure = Assert.Throws<InputException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device.");
        }));

        Assert.That(failure!.Message, Does.Contain(path).And.Contain("No space left on device;"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 7, 7 }));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_mistake_of_the_caller_passes_through_and_leaves_no_temporary_file()
    {
        string path = _folder.File("mistake/file.bin");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.Empty);
    }

    [Test]
    public void A_folder_in_the_target_s_place_is_reported()
    {
        string path = _folder.File("folder/x");
        Directory.CreateDirectory(path);
        Assert.That(() => AtomicFile.Write(path, stream => stream.WriteByte(1)), Throws.InstanceOf<InputException>().With.Message.Contains(path));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.Empty);
    }

    [Test]
    public void A_missing_file_a_folder_and_too_large_a_file_are_reported()
    {
        string large = _folder.Write("large.bin", new byte[11]);
        Assert.Multiple(() =>
        {
            Assert.That(() => InputFile.Open(_folder.File("absent.bin")), Throws.InstanceOf<InputException>().With.Message.Contains("there is no such file"));
            Assert.That(() => InputFile.Open(Path.Combine(_folder.Path, "no", "absent.bin")), Throws.InstanceOf<InputException>().With.Message.Contains("its folder does not exist"));
            Assert.That(() => InputFile.Open(_folder.Path), Throws.InstanceOf<InputException>().With.Message.Contains(_folder.Path));
            Assert.That(() => InputFile.ReadAllBytes(large, 10), Throws.InstanceOf<InputException>().With.Message.Contains("11 bytes, expected at most 10"));
            Assert.That(InputFile.ReadAllBytes(large, 11), Has.Length.EqualTo(11));
        });
    }
}
