using System.Buffers.Binary;
using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Tests.Layers.Serialization;
using static GanFromScratch.Tests.Gan.Data.Images.PngBuilder;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>Image files that must be refused, of all kinds but PNG, which has a corpus of its own; and files changed at random.</summary>
public sealed class DamagedImageTests
{
    /// <summary>Changed files of each coding: so many that all are done in seconds. GAN_MUTATIONS asks for more.</summary>
    private static readonly int Mutations = int.TryParse(
        Environment.GetEnvironmentVariable("GAN_MUTATIONS"), out int wanted) ? wanted : 100;

    private static IEnumerable<TestCaseData> Files => Table().Select(file => file.AsTestCase());

    private static IEnumerable<TestCaseData> Kinds => TestImage.All.Select(image => new TestCaseData(image).SetArgDisplayNames(image.Name));

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file) => file.AssertRefused(
        "image", path => ImageReader.Read(new EncodedImage(path, Bytes: null), image => image.Format));

    /// <summary>
    /// A file without its last part is refused, not read as an image that ends in gray. What may be missing is what stands behind the
    /// pixels: a few values of a TIFF's tags, the footer of a TGA, the end mark of a GIF, a byte that fills up.
    /// </summary>
    [TestCaseSource(nameof(Kinds))]
    public void A_file_cut_short_is_refused(object testImage)
    {
        var image = (TestImage)testImage;
        int mayLack = image.Name switch
        {
            _ when image.Name.EndsWith(".tga", StringComparison.Ordinal) => 44,
            _ when image.Name.EndsWith(".tiff", StringComparison.Ordinal) => 100,
            _ when image.Name.EndsWith(".gif", StringComparison.Ordinal) => 2,
            // Of the last number a digit may be missing.
            "plain.ppm" or "plain.pgm" => 4,
            _ => 1,
        };
        for (int length = 0; length <= image.Bytes.Length - mayLack; length += length < 200 ? 1 : 7)
        {
            string? message = Refusal(image.Bytes[..length]);
            Assert.That(message, Is.Not.Null, $"{length} of {image.Bytes.Length} bytes are read as an image");
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_file_changed_at_random_is_an_image_or_refused(object testImage)
    {
        var image = (TestImage)testImage;
        var random = new Random(image.Name.Length);
        int refused = 0;
        for (int n = 0; n < Mutations; n++)
        {
            byte[] changed = Change(image.Bytes, random);
            long begin = Stopwatch.GetTimestamp();
            try
            {
                refused += Refusal(changed) == null ? 0 : 1;
            }
            catch (Exception error) when (error is not InputException)
            {
                Assert.Fail($"change {n} of {image.Name}: {error}\n{Convert.ToBase64String(changed)}");
            }

            Assert.That(
                Stopwatch.GetElapsedTime(begin), Is.LessThan(TimeSpan.FromSeconds(20)),
                $"change {n} of {image.Name} is as good as a hang\n{Convert.ToBase64String(changed)}");
        }

        TestContext.Out.WriteLine($"{image.Name}: {refused:N0} of {Mutations:N0} changed files refused");
    }

    internal static IEnumerable<DamagedFile> Table()
    {
        foreach (
            (string name, string kind) in new[]
            {
                ("baseline.jpg", "JPEG"), ("palette.gif", "GIF"), ("24.bmp", "BMP"), ("lossless.webp", "WebP"), ("plain.tiff", "TIFF"),
                ("binary.ppm", "PBM"), ("runs.tga", "TGA")
            })
        {
            byte[] sound = File(name);
            yield return new($"half a {kind}", sound[..(sound.Length / 2)], $"as {kind}: ", "use another copy");
        }

        yield return new("a JPEG of a marker", [0xFF, 0xD8, 0xFF], "as JPEG: it ends before its end marker");
        yield return new("a JPEG with a segment of no length", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9], "segment E0 has length 1");
        yield return new("a JPEG without an image", [0xFF, 0xD8, 0xFF, 0xD9], "as JPEG: its header cannot be read");
        yield return new("a JPEG cut within a segment", File("baseline.jpg")[..12], "ends within its segment E0");
        yield return new("a GIF of a header", "GIF89a"u8.ToArray(), "as GIF: it ends within its header");
        yield return new("a GIF with an unknown block", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x77], "a block begins with 77");
        yield return new("a BMP that asks for more rows", Patched("24.bmp", 22, 1000), "as BMP: its header asks for 72,054 bytes");
        yield return new("a WebP that claims more", Patched("lossless.webp", 4, 100_000), "as WebP: its header claims 100,008 bytes");
        yield return new(
            "a WebP whose chunk claims more", Patched("lossless.webp", 16, 100_000), "a chunk at byte 12 claims 100,000 bytes");
        yield return new("a PGM of a header", "P5\n"u8.ToArray(), "no image of the kinds");
        yield return new("a PGM without numbers", "P5\n3 x"u8.ToArray(), "as PBM: it ends within its header, or that holds something else");
        yield return new("a PGM that asks for more", "P5\n300 200\n255\n12345"u8.ToArray(), "asks for 60,000 bytes, but 5 follow");
        yield return new(
            "a PGM of text that asks for more", "P2\n# a comment\n3 2\n9\n1 2 3 # and\n4"u8.ToArray(), "asks for 6 values, but 4 follow");
        yield return new("a PGM of text with a value too large", "P2\n2 1\n9\n1 10\n"u8.ToArray(), "value 1 is 10, expected at most 9");
        yield return new("a PBM of nothing", "P1\n0 1\n"u8.ToArray(), "as PBM: its size is 0×1");
        yield return new("a TIFF of a header", [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0], "as TIFF: ");

        // Each is far beyond what may be decoded, and a few bytes long.
        yield return new(
            "a PNG too wide", new PngBuilder().Header(40_000, 1, 8, 0).Rows([0, 1, 2]).End(),
            "40,000×1, expected at most 32,768 a side and 67,108,864 pixels; make it smaller");
        yield return new(
            "a PNG of too many pixels", new PngBuilder().Header(30_000, 30_000, 8, 0).Rows([0, 1, 2]).End(), "30,000×30,000",
            "67,108,864 pixels");
        yield return new(
            "a GIF of too many pixels", [.. "GIF89a"u8, 0x30, 0x75, 0x30, 0x75, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 1, 0, 0, 0x3B],
            "30,000×30,000");
        yield return new("a BMP of too many pixels", Patched("24.bmp", 18, 30_000, 30_000), "30,000×30,000");
        yield return new("a PGM of too many pixels", "P5\n30000 30000\n255\n12345"u8.ToArray(), "30,000×30,000");
        yield return new("a JPEG of too many pixels", Frame(File("baseline.jpg"), 30_000), "30,000×30,000");
    }

    private static byte[] File(string name) => TestImage.All.Single(image => image.Name == name).Bytes;

    private static byte[] Patched(string name, int at, params int[] values)
    {
        byte[] file = [.. File(name)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + (4 * i)), values[i]);
        return file;
    }

    /// <summary>Another height and width in the frame's header (SOF0).</summary>
    private static byte[] Frame(byte[] jpeg, ushort side)
    {
        byte[] file = [.. jpeg];
        int at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 5), side);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 7), side);
        return file;
    }

    /// <summary>The sentence with which a file is refused; null: it is an image, and can be used.</summary>
    private static string? Refusal(byte[] file)
    {
        ImageKind? kind = ImageKind.Of(file, file.Length);
        if (kind == null)
            return "no image";
        try
        {
            using DecodedImage image = ImageReader.Decode(kind, file, "changed");
            byte[] planes = new byte[8 * 8];
            GanFromScratch.Gan.Data.ImageConversion.Convert(image, new(1, 8, 8), Fit.Stretch, planes);
            return null;
        }
        catch (InputException error)
        {
            Assert.That(error.Message, Does.Contain("changed").And.Contain(";").And.EndsWith(".").And.Not.Contain("\n"));
            return error.Message;
        }
    }

    /// <summary>
    /// One to four changes: bytes set, bits turned, stretches doubled, removed, or made zeros; of half the files the check sums of PNG are
    /// then put right, lest they hide the rest.
    /// </summary>
    private static byte[] Change(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            // Half of them early, where headers are.
            int at = random.Next(
                random.Next(2) == 0 ? Math.Min(bytes.Count, 64) : bytes.Count), length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3 when bytes.Count > 80:
                    bytes.RemoveRange(at, length);
                    break;
                default:
                    byte fill = (byte)(random.Next(2) * 255);
                    for (int i = at; i < at + length; i++)
                        bytes[i] = fill;
                    break;
            }
        }

        byte[] changed = [.. bytes];
        return random.Next(2) == 0 ? changed : WithSums(changed);
    }
}
