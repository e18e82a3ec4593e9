using System.Diagnostics;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Tests.Layers.Serialization;
using static GanFromScratch.Tests.Gan.Data.Forms.FormSamples;

namespace GanFromScratch.Tests.Gan.Data.Forms;

/// <summary>Damaged twins of each form: one sentence, soon, and without much memory.</summary>
public sealed class DamagedFormTests
{
    private const long MostBytes = 200 << 20;

    private static readonly byte[] SoundNpy = Npy("|u1", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);

    private static IEnumerable<TestCaseData> Files => Table().Select(
        file => new TestCaseData(file.File, file.Name).SetArgDisplayNames($"{file.Name}: {file.File.Case}"));

    private static IEnumerable<TestCaseData> SoundFiles =>
    [
        Sound("some.csv", Encoding.UTF8.GetBytes("label,pixel0,pixel1,pixel2,pixel3\n1,0,1,2,3\n0,9,8,7,6\n")),
        Sound("some.npy", SoundNpy),
        Sound("some.npz", Zip(("x_train.npy", SoundNpy), ("y_train.npy", Npy("|u1", [2], [0, 1])))),
        Sound("some.zip", Zip(("a/0.png", Png(1)), ("b/1.png", Png(2)))),
        Sound("some.tar", Tar(("a/0.png", Png(1)), ("b/1.png", Png(2)))),
        Sound("some.tar.gz", Gzip(Tar(("a/0.png", Png(1)), ("b/1.png", Png(2))))),
        Sound("some.parquet", HubFile([Png(1), Png(2), Png(3)], [0, 1, 0])),
    ];

    [OneTimeTearDown]
    public void RemoveUnpacked() => UnpackedArchive.RemoveAll();

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file, string name) => file.AssertRefused(name, path => Bounded(() => Load(path)));

    [TestCaseSource(nameof(SoundFiles))]
    public void A_cut_or_changed_file_gives_an_error_or_images(string name, byte[] sound)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        for (int i = 0; i < 80; i++)
        {
            byte[] bytes = i < 16 ? sound[..(sound.Length * i / 16)] : [.. sound];
            for (int change = 0; change < i - 15 && change < 1 + (i % 3); change++)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            string path = folder.Write($"{i}/{name}", bytes);
            try
            {
                Bounded(() => Load(path));
            }
            catch (InputException error)
            {
                Assert.That(error.Message, Does.Contain(path).And.EndWith("."), $"damage {i}");
            }
        }
    }

    private static IEnumerable<(string Name, DamagedFile File)> Table()
    {
        yield return ("p.csv", new("a value too large", Pixels("1,2,3,256"), "line 2 has '256' in column 4", "0 to 255"));
        yield return ("p.csv", new("a word", Pixels("1,2,x,4"), "line 2 has 'x' in column 3"));
        yield return ("p.csv", new("too few fields", Pixels("1,2,3"), "line 2 has 3 fields, expected 4"));
        yield return ("p.csv", new("too many fields", Pixels("1,2,3,4,5"), "line 2 has more fields, expected 4"));
        yield return ("p.csv", new("a header alone", Pixels(""), "no line follows its header"));
        yield return ("p.csv", new("no square", Encoding.UTF8.GetBytes("pixel0,pixel1\n1,2"), "2 columns of pixels"));
        yield return (
            "p.csv", new("a long line", Pixels(new string('7', 5_000_000)), "line 2 has more than 4,194,304 bytes"));
        yield return ("a.npy", new("cut", SoundNpy[..^1], "asks for 8 bytes, but 7 follow"));
        yield return ("a.npy", new("cut within its header", SoundNpy[..60], "header"));
        yield return ("a.npy", new("objects", Npy("|O", [1], [0]), "does not tell the type"));
        yield return ("a.npy", new("text", Npy("<U8", [1, 1, 1], new byte[32]), "of type", "U8"));
        yield return ("a.npy", new("Fortran's order", Npy("|u1", [1, 2, 2], new byte[4], fortran: true), "Fortran's order"));
        yield return ("a.npy", new("a huge shape", Npy("|u1", [int.MaxValue, int.MaxValue, 9], []), "more than the file can hold"));
        yield return ("a.npy", new("a large shape", Npy("|u1", [1 << 30, 1, 1], []), "asks for 1,073,741,824 bytes, but 0 follow"));
        yield return ("a.npy", new("values out of range", Npy("<f4", [1, 1, 2], Floats(-3, 2)), "values from -3 to 2"));
        yield return ("a.npy", new("NaN", Npy("<f4", [1, 1, 2], Floats(float.NaN, 2)), "no finite number"));
        yield return ("a.npy", new("five channels", Npy("|u1", [1, 2, 2, 5], new byte[20]), "(1, 2, 2, 5)"));
        yield return ("a.npz", new("no arrays of images", Zip(("y.npy", Npy("|u1", [1], [1]))), "expected one of images"));
        yield return (
            "a.npz", new("too few labels", Zip(("x.npy", SoundNpy), ("y.npy", Npy("|u1", [1], [1]))), "1 labels for the 2 images"));
        yield return ("a.npz", new("not a zip", [1, 2, 3, 4], "directory"));
        yield return ("a.zip", new("an entry that leads out", Zip(("../../out.png", Png(1))), "leads out of it"));
        yield return ("a.zip", new("cut", Zip(("a.png", Png(1)))[..^30], "directory"));
        yield return ("a.zip", new("a bomb", Zip(("a.png", new byte[80 << 20])), "unpacks to more than 67,108,864 bytes"));
        yield return ("a.tar.gz", new("a bomb", Gzip(Tar(("a.png", new byte[80 << 20]))), "unpacks to more than 67,108,864 bytes"));
        yield return ("a.tar.gz", new("no trailer", Gzip(Tar(("a.png", Png(1))))[..^8], "ends as if it were"));
        yield return ("a.tar.gz", new("bytes behind the end", [.. Gzip(Tar(("a.png", Png(1)))), 1, 2, 3, 4], "ends as if it were"));
        yield return ("a.tar", new("cut", Tar(("a.png", new byte[2000]))[..1000], "damaged or cut off"));
        yield return ("a.parquet", new("cut", HubFile([Png(1)], [0])[..^20], "as parquet"));
        yield return ("a.parquet", new("an image that is none", HubFile([[1, 2, 3]], [0]), "row 1", "no image of the kinds"));
        yield return ("a.parquet", new("a label that is missing", HubFile([Png(1), Png(2)], [3, -1]), "label 2 is -1"));
        yield return ("a.parquet", new("a negative label", HubFile([Png(1)], [-2]), "a label is -2"));
    }

    private static byte[] Pixels(string row) => Encoding.UTF8.GetBytes($"pixel0,pixel1,pixel2,pixel3\n{row}\n");

    private static TestCaseData Sound(string name, byte[] bytes) => new TestCaseData(name, bytes).SetArgDisplayNames(name);

    private static ImageSet Load(string path) => new DatasetCatalog([]).Load(path);

    private static void Bounded(Action read)
    {
        var watch = Stopwatch.StartNew();
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            read();
        }
        finally
        {
            Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(MostBytes), "bytes allocated");
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        }
    }
}
