using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>Many files together: which are taken, in which order, and what becomes of those that cannot be read.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImageFilesTests : IDisposable
{
    private static readonly ImageReading SkipBad = new(Background.Default, SkipBad: true);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void All_cores_give_what_one_after_the_other_gives()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"{i:000}.x")];
        var expected = new List<byte>();
        for (int i = 0; i < names.Length; i++)
        {
            TestImage image = TestImage.All[i % TestImage.All.Count];
            folder.Write($"many/{names[i]}", image.Bytes);
            byte[] planes = new byte[3 * 10 * 12];
            using DecodedImage one = ImageReader.Decode(ImageKind.Of(image.Bytes, image.Bytes.Length)!, image.Bytes, image.Name);
            ImageConversion.Convert(one, new ImageFormat(3, 10, 12), Fit.Auto, planes);
            expected.AddRange(planes);
        }

        ImageSet set = ImageFolder.Load(folder.File("many"), _ => new ImageFormat(3, 10, 12));
        Assert.That(set.Pixels, Is.EqualTo(expected));
        Assert.That(set.Notes.Single(), Does.StartWith("300 images converted from 2 sizes and colours (24×16 RGB, …) to 12×10 RGB"));
    }

    [Test]
    public void The_first_damaged_file_is_named_whichever_thread_meets_one_first()
    {
        for (int i = 0; i < 60; i++)
            folder.Write($"some/{i:00}.png", i is 23 or 24 or 50 ? [1, 2] : PngFile.Encode(new Bitmap(1, 1, 1, [(byte)i])));
        for (int again = 0; again < 5; again++)
            Assert.That(() => ImageFolder.Load(folder.File("some")), Throws.InstanceOf<InputException>().With.Message.Contains("23.png"));
    }

    [Test]
    public void Damaged_files_are_passed_over_and_counted_on_request()
    {
        for (int i = 0; i < 6; i++)
            folder.Write(
                $"classes/{(i < 3 ? "cat" : "dog")}/{i}.png", i is 0 or 4 ? [1, 2] : PngFile.Encode(new Bitmap(1, 1, 1, [(byte)i])));
        ImageSet set = ImageFolder.Load(folder.File("classes"), reading: SkipBad);
        Assert.Multiple(() =>
        {
            Assert.That(set.Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 5 }));
            Assert.That(set.Labels, Is.EqualTo(new[] { 0, 0, 1, 1 }));
            Assert.That(
                set.Notes.Single(),
                Does.StartWith("2 damaged images skipped; the first: Cannot read ").And.Contain(
                    "0.png: its content is no image of the kinds PNG, JPEG,"));
        });
        string csv = folder.Write("classes/list.csv", "filename,label\ncat/0.png,7\ncat/1.png,8\n"u8);
        Assert.That(CsvImageList.Load(csv, reading: SkipBad).Labels, Is.EqualTo(new[] { 8 }));
        foreach (string good in new[] { "cat/1", "cat/2", "dog/3", "dog/5" })
            File.Delete(folder.File($"classes/{good}.png"));
        Assert.That(
            () => ImageFolder.Load(folder.File("classes"), reading: SkipBad),
            Throws.InstanceOf<InputException>().With.Message.Contains("4.png"), "none is left");
    }

    [Test]
    public void Images_are_told_from_other_files_by_content()
    {
        folder.Write("mixed/photo", PngFile.Encode(new Bitmap(1, 1, 1, [1])));
        folder.Write("mixed/photo.txt", PngFile.Encode(new Bitmap(1, 1, 1, [2])));
        folder.Write("mixed/BMW.txt", "BM is how this text begins, and not what it is about; P5 neither."u8);
        folder.Write("mixed/P1.txt", "P1 is a parking place. RIFF is not. GIF is a word."u8);
        folder.Write("mixed/empty", []);
        folder.Write("mixed/zeros", new byte[1000]);
        ImageSet set = ImageFolder.Load(folder.File("mixed"));
        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(set.Notes, Is.EqualTo(new[] { "4 files skipped that are not images" }));
    }

    [Test]
    public void A_pipe_among_images_is_passed_over_without_waiting_for_its_other_end()
    {
        folder.Write("pipes/a.png", PngFile.Encode(new Bitmap(1, 1, 1, [9])));
        Pipe("pipes/b.png");
        Pipe("pipes/c");
        Assert.That(ImageFolder.Load(folder.File("pipes")).Notes, Is.EqualTo(new[] { "2 files skipped that are not images" }));
    }

    [Test]
    public void Links_in_a_circle_end_and_each_file_is_read_once()
    {
        byte[] image = PngFile.Encode(new Bitmap(1, 1, 1, [7]));
        folder.Write("root/cat/real.png", image);
        folder.Write("root/cat/deep/other.png", image);
        folder.Write("outside/there.png", image);
        foreach (
            (string link, string target) in new[]
            {
                ("cat/a", "."), ("cat/b", "."), ("cat/deep/up", "../.."), ("cat/again", "deep"), ("loop", "."), ("self", "self")
            })
            Directory.CreateSymbolicLink(folder.File($"root/{link}"), target);
        File.CreateSymbolicLink(folder.File("root/cat/a.png"), folder.File("outside/there.png"));
        File.CreateSymbolicLink(folder.File("root/cat/b.png"), "real.png");
        File.CreateSymbolicLink(folder.File("root/cat/gone.png"), "nowhere.png");
        Directory.CreateSymbolicLink(folder.File("root/dog"), folder.File("outside"));

        ImageSet set = ImageFolder.Load(folder.File("root"));

        Assert.Multiple(() =>
        {
            Assert.That(set.ClassNames, Is.EqualTo(new[] { "cat", "dog" }), "the folder that links to the whole is no class");
            Assert.That(
                set.Labels, Is.EqualTo(new[] { 0, 0, 0, 1 }),
                "the two that lie there, the one linked to from elsewhere; and the class that is a link");
            Assert.That(set.Notes, Has.Some.Contains("links to what is read already skipped"));
        });
    }

    [Test]
    public void A_file_of_too_many_bytes_is_refused_by_its_length()
    {
        string path = folder.Write("large/x.png", PngFile.Encode(new Bitmap(1, 1, 1, [7])));
        using (FileStream file = File.OpenWrite(path))
            file.SetLength(ImageLimits.FileBytes + 1);
        Assert.That(
            () => ImageFolder.Load(folder.File("large")),
            Throws.InstanceOf<InputException>().With.Message.Contains("268,435,457 bytes, expected at most 268,435,456"));
    }

    [Test]
    public void Memory_is_shared_by_those_that_fit_and_given_to_the_large_alone()
    {
        var budget = new MemoryBudget(10);
        int together = 0, most = 0, large = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => budget.While(i % 20 == 0 ? 1000 : 4, () =>
        {
            int now = Interlocked.Increment(ref together);
            InterlockedMax(ref most, now);
            if (i % 20 == 0)
                InterlockedMax(ref large, now);
            Thread.SpinWait(1000);
            return Interlocked.Decrement(ref together);
        }));
        Assert.That(most, Is.LessThanOrEqualTo(2));
        Assert.That(large, Is.EqualTo(1));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = most)
        {
        }
    }

    private void Pipe(string name)
    {
        using Process made = Process.Start("mkfifo", folder.File(name));
        made.WaitForExit();
        Assert.That(made.ExitCode, Is.Zero);
    }
}
