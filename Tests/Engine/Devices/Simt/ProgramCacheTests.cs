using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.Simt;

public class ProgramCacheTests
{
    private static readonly byte[] Key = ProgramCache.Key(
        "source", "opencl", "device"), Other = ProgramCache.Key("other", "opencl", "device");
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100_000)]
    public void What_was_stored_is_found_by_every_later_cache(int length)
    {
        byte[] binary = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        new ProgramCache(Path.Combine(_folder.Path, "made", "here")).Store(Key, binary);
        var later = new ProgramCache(Path.Combine(_folder.Path, "made", "here"));
        Assert.Multiple(() =>
        {
            Assert.That(later.Find(Key), Is.EqualTo(binary));
            Assert.That(later.Find(Other), Is.Null);
            Assert.That(
                Directory.EnumerateFiles(Path.Combine(_folder.Path, "made", "here")).Count(), Is.EqualTo(1), "no temporary files stay");
        });
    }

    [Test]
    public void Every_truncation_and_every_flipped_byte_is_a_miss_and_is_deleted()
    {
        var cache = new ProgramCache(_folder.Path);
        cache.Store(Key, "binary"u8);
        string path = Directory.EnumerateFiles(_folder.Path).Single();
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= 0x10;
            foreach (byte[] damaged in new[] { whole[..i], flipped })
            {
                File.WriteAllBytes(path, damaged);
                Assert.That(cache.Find(Key), Is.Null, $"{damaged.Length} bytes, byte {i}");
                Assert.That(File.Exists(path), Is.False);
            }
        }

        cache.Store(Key, "binary"u8);
        Assert.That(cache.Find(Key), Is.EqualTo("binary"u8.ToArray()));
    }

    [Test]
    [Platform(Include = "Linux")]
    public void A_pipe_in_an_entry_s_place_is_a_miss_that_stays()
    {
        var cache = new ProgramCache(_folder.Path);
        cache.Store(Key, "binary"u8);
        string path = Directory.EnumerateFiles(_folder.Path).Single();
        File.Delete(path);
        SpecialFile.Pipe(path);
        Assert.That(cache.Find(Key), Is.Null);
        cache.Store(Key, "binary"u8);
        Assert.That(FileKinds.Of(path), Is.EqualTo(FileKind.Pipe));
    }

    [Test]
    public void An_entry_under_a_foreign_name_is_a_miss()
    {
        var cache = new ProgramCache(_folder.Path);
        cache.Store(Key, "binary"u8);
        File.Move(Directory.EnumerateFiles(_folder.Path).Single(), Path.Combine(_folder.Path, Convert.ToHexStringLower(Other) + ".bin"));
        Assert.That(cache.Find(Other), Is.Null);
    }

    [Test]
    public void Every_part_of_a_key_counts_and_so_do_its_borders()
    {
        byte[][] keys = [
            ProgramCache.Key("a", "b"), ProgramCache.Key("ab", ""), ProgramCache.Key("", "ab"), ProgramCache.Key("b", "a"),
            ProgramCache.Key("ab")];
        Assert.That(keys.Select(Convert.ToHexString), Is.Unique);
        Assert.That(ProgramCache.Key("a", "b"), Is.EqualTo(keys[0]));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_no_error()
    {
        string file = _folder.Write("file", [1]);
        foreach (string folder in new[] { file, Path.Combine(file, "below") })
        {
            var cache = new ProgramCache(folder);
            cache.Store(Key, "binary"u8);
            Assert.Multiple(() =>
            {
                Assert.That(cache.Find(Key), Is.Null);
                Assert.That(cache.StoreText("text", "…"), Is.Null);
            });
        }
    }

    [Test]
    public void An_entry_that_is_a_folder_is_a_miss()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, Convert.ToHexStringLower(Key) + ".bin"));
        var cache = new ProgramCache(_folder.Path);
        cache.Store(Key, "binary"u8);
        Assert.That(cache.Find(Key), Is.Null);
    }

    [Test]
    public void No_cache_keeps_nothing()
    {
        var cache = new ProgramCache(null);
        cache.Store(Key, "binary"u8);
        Assert.That(cache.Find(Key), Is.Null);
    }

    [Test]
    public void Writers_and_readers_at_once_see_whole_entries_or_none()
    {
        byte[] binary = [.. Enumerable.Range(0, 50_000).Select(i => (byte)i)];
        new ProgramCache(_folder.Path).Store(Key, binary);
        Parallel.For(0, 8, worker =>
        {
            var cache = new ProgramCache(_folder.Path);
            for (int i = 0; i < 30; i++)
            {
                if (worker % 2 == 0)
                    cache.Store(Key, binary);
                else
                    Assert.That(cache.Find(Key), Is.EqualTo(binary));
            }
        });
    }

    [Test]
    public void The_folder_is_the_chosen_one_or_the_systems() => Assert.Multiple(() =>
    {
        string home = Path.GetFullPath("/home/u"), xdg = Path.GetFullPath("/xdg"), local = Path.GetFullPath("/local");
        string tail = Path.Combine("gan-from-scratch", "kernels");
        Assert.That(ProgramCache.FolderOfUser("off", xdg, home, null), Is.Null);
        Assert.That(ProgramCache.FolderOfUser("OFF", xdg, home, null), Is.Null);
        Assert.That(ProgramCache.FolderOfUser(local, xdg, home, null), Is.EqualTo(local));
        Assert.That(ProgramCache.FolderOfUser("", xdg, home, null), Is.EqualTo(Path.Combine(xdg, tail)));
        Assert.That(ProgramCache.FolderOfUser(null, null, home, null), Is.EqualTo(Path.Combine(home, ".cache", tail)));
        Assert.That(ProgramCache.FolderOfUser(null, "relative", home, null), Is.EqualTo(Path.Combine(home, ".cache", tail)));
        Assert.That(ProgramCache.FolderOfUser(null, null, home, local), Is.EqualTo(Path.Combine(local, tail)));
        Assert.That(ProgramCache.FolderOfUser(null, null, "", ""), Is.Null);
    });
}
