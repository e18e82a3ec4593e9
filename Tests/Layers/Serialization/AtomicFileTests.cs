using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Support;

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
        Assert.That(
            () => AtomicFile.Write(path, stream => stream.WriteByte(1)), Throws.InstanceOf<InputException>().With.Message.Contains(path));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.Empty);
    }

    [Test]
    public void A_missing_file_a_folder_and_too_large_a_file_are_reported()
    {
        string large = _folder.Write("large.bin", new byte[11]);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => InputFile.Open(_folder.File("absent.bin")),
                Throws.InstanceOf<InputException>().With.Message.Contains("there is no such file"));
            Assert.That(
                () => InputFile.Open(Path.Combine(_folder.Path, "no", "absent.bin")),
                Throws.InstanceOf<InputException>().With.Message.Contains("its folder does not exist"));
            Assert.That(() => InputFile.Open(_folder.Path), Throws.InstanceOf<InputException>().With.Message.Contains(_folder.Path));
            Assert.That(
                () => InputFile.ReadAllBytes(large, 10),
                Throws.InstanceOf<InputException>().With.Message.Contains("11 bytes, expected at most 10"));
            Assert.That(InputFile.ReadAllBytes(large, 11), Has.Length.EqualTo(11));
        });
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_link_is_followed_and_stays()
    {
        string target = _folder.Write("real/file.bin", [1]), link = _folder.File("links/a"), chain = _folder.File("links/b"),
        ahead = _folder.File("links/c");
        File.CreateSymbolicLink(link, target);
        File.CreateSymbolicLink(chain, "a");
        File.CreateSymbolicLink(ahead, _folder.File("real/new.bin"));
        AtomicFile.Write(chain, stream => stream.Write([2]));
        AtomicFile.Write(ahead, stream => stream.Write([3]));
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(target), Is.EqualTo(new byte[] { 2 }));
            Assert.That(File.ReadAllBytes(_folder.File("real/new.bin")), Is.EqualTo(new byte[] { 3 }));
            Assert.That(new[] { link, chain, ahead }.Select(path => new FileInfo(path).LinkTarget), Is.All.Not.Null);
            Assert.That(Directory.GetFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories), Is.Empty);
        });
    }

    [TestCase(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [TestCase(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [Platform(Include = "Unix")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Permissions_stay_and_nobody_else_reads_on_the_way(UnixFileMode mode)
    {
        string path = _folder.Write($"mode-{(int)mode}", [1]);
        File.SetUnixFileMode(path, mode);
        UnixFileMode meanwhile = UnixFileMode.None;
        AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(2);
            meanwhile = File.GetUnixFileMode(Directory.GetFiles(_folder.Path, $"mode-{(int)mode}.*.tmp").Single());
        });
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 2 }));
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(mode));
            Assert.That(meanwhile & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite), Is.EqualTo(UnixFileMode.None));
        });
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_device_is_written_to_and_stays_one()
    {
        string link = _folder.File("null");
        File.CreateSymbolicLink(link, "/dev/null");
        AtomicFile.Write(link, stream => stream.Write([1, 2, 3]));
        Assert.That(FileKinds.Of("/dev/null"), Is.EqualTo(FileKind.CharacterDevice));
        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo("/dev/null"));
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_pipe_is_neither_replaced_nor_waited_for()
    {
        string pipe = SpecialFile.Pipe(_folder.File("pipe"));
        Assert.That(
            () => AtomicFile.Write(pipe, stream => stream.WriteByte(1)),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                $"Cannot write {pipe}: it is a pipe, expected a regular file or none; choose another place."));
        Assert.That(
            () => InputFile.Open(pipe), Throws.TypeOf<InputException>().With.Message.Contains("it is a pipe, expected a regular file"));
        Assert.That(FileKinds.Of(pipe), Is.EqualTo(FileKind.Pipe));
    }

    [TestCase("step-00000010.safetensors.0123456789abcdef0123456789abcdef.tmp", "step-00000010.safetensors")]
    [TestCase("notes.tmp", null)]
    [TestCase("notes.0123.tmp", null)]
    [TestCase(".0123456789abcdef0123456789abcdef.tmp", null)]
    [TestCase("a.0123456789abcdef0123456789abcdeg.tmp", null)]
    [TestCase("a.0123456789abcdef0123456789abcdef.TMP", null)]
    public void Temporary_names_are_told_from_others(string name, string? target) =>
        Assert.That(AtomicFile.TargetNameOf(name), Is.EqualTo(target));
}
