using System.IO.Compression;
using FsCheck;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Png;
using GanFromScratch.Tests.Layers.Serialization;
using NUnit.Framework;
using Checked = FsCheck.NUnit.PropertyAttribute;

namespace GanFromScratch.Tests.Gan.Data.Png;

public sealed class PngTests
{
    [Test]
    public void The_check_sum_is_the_published_one() =>
        Assert.That(Crc32.Compute("1234"u8, "56789"u8), Is.EqualTo(0xCBF43926));

    [Test]
    public void A_file_of_another_encoder_is_read()
    {
        // 3 × 2, RGB: red, green, blue; white, gray, black. Written by Pillow.
        byte[] file = Convert.FromBase64String(ForeignRgb);
        PngImage image = PngReader.Decode(file, "foreign.png");
        Assert.That((image.Width, image.Height, image.Channels), Is.EqualTo((3, 2, 3)));
        Assert.That(image.Pixels, Is.EqualTo(new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 128, 128, 128, 0, 0, 0 }));
    }

    [Test]
    public void Every_channel_count_and_odd_width_survives_writing_and_reading(
        [Values(1, 2, 3, 4)] int channels, [Values(1, 2, 3, 7, 28, 33)] int width, [Values(1, 2, 5)] int height)
    {
        var pixels = new byte[width * height * channels];
        new System.Random(width + (100 * height) + channels).NextBytes(pixels);
        using var folder = new TemporaryFolder();
        string path = folder.File("image.png");
        PngWriter.Write(path, new PngImage(width, height, channels, pixels));
        PngImage image = PngReader.Read(path);
        Assert.That((image.Width, image.Height, image.Channels), Is.EqualTo((width, height, channels)));
        Assert.That(image.Pixels, Is.EqualTo(pixels));
    }

    [Test]
    public void Every_filter_is_taken_off([Values(0, 1, 2, 3, 4)] int kind, [Values(1, 2, 3, 4)] int channels)
    {
        const int Width = 5, Height = 4;
        int rowBytes = Width * channels;
        var pixels = new byte[Height * rowBytes];
        new System.Random(kind).NextBytes(pixels);
        var rows = new byte[Height * (rowBytes + 1)];
        for (int y = 0; y < Height; y++)
        {
            rows[y * (rowBytes + 1)] = (byte)kind;
            PngFilter.Apply(kind, pixels.AsSpan(y * rowBytes, rowBytes), y == 0 ? new byte[rowBytes] : pixels.AsSpan((y - 1) * rowBytes, rowBytes),
                channels, rows.AsSpan((y * (rowBytes + 1)) + 1, rowBytes));
        }

        int colour = channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        byte[] file = PngBuilder.WithHeader(Width, Height, 8, colour).Rows(rows).End();
        Assert.That(PngReader.Decode(file, "filtered.png").Pixels, Is.EqualTo(pixels));
    }

    [TestCase(0, new byte[] { 10, 20, 30 })]
    [TestCase(1, new byte[] { 10, 30, 60 })]
    [TestCase(2, new byte[] { 110, 220, 74 })]
    [TestCase(3, new byte[] { 60, 150, 127 })]
    [TestCase(4, new byte[] { 110, 220, 74 })]
    public void Filters_give_what_the_specification_says(int kind, byte[] expected)
    {
        // Above: 100, 200, 44. Paeth: 0+100−0 → b=100; 110+200−100=210 → b=200; 220+44−200=64 → distances 156, 20, 136 → b=44, plus 30 is 74.
        byte[] row = [10, 20, 30];
        PngFilter.Restore(kind, row, [100, 200, 44], step: 1);
        Assert.That(row, Is.EqualTo(expected));
    }

    [Test]
    public void Gray_below_eight_bits_is_stretched_to_the_full_range()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Read(1, 0b1010_0000), Is.EqualTo(new byte[] { 255, 0, 255 }));
            Assert.That(Read(2, 0b00_01_10_00), Is.EqualTo(new byte[] { 0, 85, 170 }));
            Assert.That(Read(4, 0x0F, 0x80), Is.EqualTo(new byte[] { 0, 255, 136 }));
        });

        static byte[] Read(int depth, params byte[] row) =>
            PngReader.Decode(PngBuilder.WithHeader(3, 1, depth, 0).Rows([0, .. row]).End(), "gray.png").Pixels;
    }

    [TestCase(1, new byte[] { 0b0100_0000 }, new[] { 0, 1, 0 })]
    [TestCase(2, new byte[] { 0b10_01_00_00 }, new[] { 2, 1, 0 })]
    [TestCase(4, new byte[] { 0x21, 0x00 }, new[] { 2, 1, 0 })]
    [TestCase(8, new byte[] { 2, 0, 1 }, new[] { 2, 0, 1 })]
    public void A_palette_is_looked_up_at_every_depth(int depth, byte[] row, int[] indices)
    {
        byte[][] colours = [[1, 2, 3], [40, 50, 60], [255, 254, 253]];
        PngBuilder builder = PngBuilder.WithHeader(3, 1, depth, 3).Chunk("PLTE", [.. colours.Take(depth == 1 ? 2 : 3).SelectMany(c => c)]);
        PngImage image = PngReader.Decode(builder.Rows([0, .. row]).End(), "palette.png");
        Assert.That(image.Channels, Is.EqualTo(3));
        Assert.That(image.Pixels, Is.EqualTo(indices.SelectMany(i => colours[i])));
    }

    [Test]
    public void Transparency_becomes_an_alpha_channel()
    {
        byte[] palette = PngBuilder.WithHeader(3, 1, 8, 3).Chunk("PLTE", 1, 2, 3, 4, 5, 6).Chunk("tRNS", 7).Rows([0, 0, 1, 0]).End();
        byte[] gray = PngBuilder.WithHeader(3, 1, 8, 0).Chunk("tRNS", 0, 9).Rows([0, 9, 8, 9]).End();
        byte[] bilevel = PngBuilder.WithHeader(3, 1, 1, 0).Chunk("tRNS", 0, 1).Rows([0, 0b1010_0000]).End();
        byte[] rgb = PngBuilder.WithHeader(2, 1, 8, 2).Chunk("tRNS", 0, 1, 0, 2, 0, 3).Rows([0, 1, 2, 3, 1, 2, 4]).End();
        Assert.Multiple(() =>
        {
            Assert.That(PngReader.Decode(palette, "p").Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 7, 4, 5, 6, 255, 1, 2, 3, 7 }));
            Assert.That(PngReader.Decode(gray, "g").Pixels, Is.EqualTo(new byte[] { 9, 0, 8, 255, 9, 0 }));
            Assert.That(PngReader.Decode(bilevel, "b").Pixels, Is.EqualTo(new byte[] { 255, 0, 0, 255, 255, 0 }));
            Assert.That(PngReader.Decode(rgb, "c").Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 0, 1, 2, 4, 255 }));
        });
    }

    [Test]
    public void Pixels_may_be_split_over_chunks_and_other_chunks_passed_over([Values(1, 2, 7, 100)] int chunks)
    {
        byte[] file = PngBuilder.WithHeader(4, 1, 8, 0).Chunk("tEXt", PngBuilder.Ascii("Title\0x")).Rows([1, 1, 1, 1, 1], chunks).Chunk("tIME", new byte[7]).End();
        Assert.That(PngReader.Decode(file, "split.png").Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void The_writer_chooses_filters_that_pay()
    {
        // A slope is nothing but ones after Sub, and zeros after Up from the second row on.
        var pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(3 * (i % 64));
        byte[] filtered = PngWriter.Encode(new PngImage(64, 64, 1, pixels));
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(pixels);
        Assert.That(filtered, Has.Length.LessThan(packed.Length));
    }

    [Test]
    public void Planes_and_pixels_are_two_orders_of_the_same_bytes()
    {
        var image = new PngImage(2, 1, 3, [1, 2, 3, 4, 5, 6]);
        Assert.That(image.ToPlanes(), Is.EqualTo(new byte[] { 1, 4, 2, 5, 3, 6 }));
        Assert.That(PngImage.FromPlanes(image.ToPlanes(), 3, 1, 2).Pixels, Is.EqualTo(image.Pixels));
        Assert.That(() => new PngImage(2, 2, 3, new byte[11]), Throws.ArgumentException);
    }

    [Checked(MaxTest = 200)]
    public bool Any_image_comes_back(PositiveInt width, PositiveInt height, byte channels, int seed)
    {
        int w = (width.Get % 40) + 1, h = (height.Get % 20) + 1, c = (channels % 4) + 1;
        var pixels = new byte[w * h * c];
        new System.Random(seed).NextBytes(pixels);
        return PngReader.Decode(PngWriter.Encode(new PngImage(w, h, c, pixels)), "any.png").Pixels.SequenceEqual(pixels);
    }

    [Checked(MaxTest = 2000)]
    public bool A_changed_byte_gives_an_error_or_an_image(NonNegativeInt place, byte value, bool palette)
    {
        byte[] file = palette
            ? PngBuilder.WithHeader(3, 2, 4, 3).Chunk("PLTE", 1, 2, 3, 4, 5, 6).Chunk("tRNS", 7).Rows([0, 0x01, 0x10, 2, 0, 0]).End()
            : PngWriter.Encode(new PngImage(2, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        file[place.Get % file.Length] = value;
        try
        {
            return PngReader.Decode(file, "flipped.png").Pixels.Length > 0;
        }
        catch (InputException error)
        {
            return error.Message.Contains("flipped.png", StringComparison.Ordinal);
        }
    }

    private const string ForeignRgb = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAGklEQVR4nAXBgQEAIAjAIOxyvXyBEHpqb5kPQ3IGgLc6VY0AAAAASUVORK5CYII=";
}
