using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Tests.Layers.Serialization;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using static GanFromScratch.Tests.Gan.Data.Images.PngBuilder;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>What comes out of image files of every kind, told by their content.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImageReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static IEnumerable<TestCaseData> Kinds => TestImage.All.Select(image => new TestCaseData(image).SetArgDisplayNames(image.Name));

    public void Dispose() => folder.Dispose();

    [TestCaseSource(nameof(Kinds))]
    public void Every_kind_is_read_whatever_the_file_is_called(object testImage)
    {
        var image = (TestImage)testImage;
        ImageSet set = Load(image.Bytes, "no-extension");
        Assert.That(set.Format, Is.EqualTo(new ImageFormat(image.Gray ? 1 : 3, TestImage.Height, TestImage.Width)));
        int[] distances = [.. set.Pixels.Zip(TestImage.Planes(image.Gray), (read, written) => Math.Abs(read - written))];
        Assert.That(distances.Max(), Is.LessThanOrEqualTo(image.Tolerance));
        Assert.That(set.Notes, Is.Empty);
    }

    [Test]
    public void A_file_of_another_encoder_is_read()
    {
        // 3 × 2, RGB: red, green, blue; white, gray, black. Written by Pillow.
        byte[] file = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAGklEQVR4nAXBgQEAIAjAIOxyvXyBEHpqb5kPQ3IGgLc6VY0AAAAASUVORK5CYII=");
        Assert.That(Pixels(file), Is.EqualTo(new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 128, 128, 128, 0, 0, 0 }));
    }

    [Test]
    public void Gray_below_eight_bits_is_stretched_to_the_full_range()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Row(1, 0b1010_0000), Is.EqualTo(new byte[] { 255, 0, 255 }));
            Assert.That(Row(2, 0b00_01_10_00), Is.EqualTo(new byte[] { 0, 85, 170 }));
            Assert.That(Row(4, 0x0F, 0x80), Is.EqualTo(new byte[] { 0, 255, 136 }));
        });

        byte[] Row(int depth, params byte[] row) => Pixels(WithHeader(3, 1, depth, 0).Rows([0, .. row]).End());
    }

    [Test]
    public void Sixteen_bits_are_rounded_to_eight() =>
        Assert.That(
            Pixels(WithHeader(4, 1, 16, 0).Rows([0, 0, 0, 0, 0x7F, 0x80, 0x80, 0xFF, 0xFF]).End()),
            Is.EqualTo(new byte[] { 0, 0, 128, 255 }));

    [TestCase(1, new byte[] { 0b0100_0000 }, new[] { 0, 1, 0 })]
    [TestCase(2, new byte[] { 0b10_01_00_00 }, new[] { 2, 1, 0 })]
    [TestCase(4, new byte[] { 0x21, 0x00 }, new[] { 2, 1, 0 })]
    [TestCase(8, new byte[] { 2, 0, 1 }, new[] { 2, 0, 1 })]
    public void A_palette_is_looked_up_at_every_depth(int depth, byte[] row, int[] indices)
    {
        byte[][] colours = [[1, 2, 3], [40, 50, 60], [255, 254, 253]];
        PngBuilder builder = WithHeader(3, 1, depth, 3).Chunk("PLTE", [.. colours.Take(depth == 1 ? 2 : 3).SelectMany(c => c)]);
        Assert.That(Pixels(builder.Rows([0, .. row]).End()), Is.EqualTo(indices.SelectMany(i => colours[i])));
    }

    [Test]
    public void Interlaced_images_of_every_small_size_come_whole([Values(5, 6, 7, 8, 9, 17)] int width, [Values(1, 2, 4, 5, 8)] int height)
    {
        byte[] pixels = new byte[width * height];
        new Random(width).NextBytes(pixels);
        var rows = new List<byte>();
        foreach (
            (int x0, int y0, int across, int down) in new[]
            {
                (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)
            })
        {
            for (int y = y0; y < height && x0 < width; y += down)
            {
                rows.Add(0);
                for (int x = x0; x < width; x += across)
                    rows.Add(pixels[(y * width) + x]);
            }
        }

        Assert.That(Pixels(WithHeader(width, height, 8, 0, interlace: 1).Rows([.. rows]).End()), Is.EqualTo(pixels));
    }

    [Test]
    public void Interlaced_images_too_narrow_for_the_decoder_are_refused([Values(1, 2, 3, 4)] int width) =>
        Assert.That(
            () =>
                Load(
                    WithHeader(width, 1, 8, 0, interlace: 1).Rows(
                        [.. new[] { 1, 0, 0, (width + 1) / 4, 0, width / 2, 0 }.SelectMany(n => new byte[n > 0 ? n + 1 : 0])]).End()),
            Throws.InstanceOf<InputException>().With.Message.Contains($"interlaced and {width} pixels wide, expected at least 5"));

    [Test]
    public void Transparent_entries_and_colours_of_PNG_are_laid_on_the_background()
    {
        var red = new ImageReading(Background.Parse("#ff0000"), SkipBad: false);
        byte[] palette = WithHeader(3, 1, 8, 3).Chunk("PLTE", 1, 2, 3, 4, 5, 6).Chunk("tRNS", 0).Rows([0, 0, 1, 0]).End();
        byte[] gray = WithHeader(3, 1, 8, 0).Chunk("tRNS", 0, 9).Rows([0, 9, 8, 9]).End();
        byte[] bilevel = WithHeader(3, 1, 1, 0).Chunk("tRNS", 0, 1).Rows([0, 0b0100_0000]).End();
        byte[] rgb = WithHeader(2, 1, 8, 2).Chunk("tRNS", 0, 1, 0, 2, 0, 3).Rows([0, 1, 2, 3, 1, 2, 4]).End();
        byte[] deep = WithHeader(2, 1, 16, 2).Chunk("tRNS", 0, 1, 0, 2, 0, 3).Rows([0, 0, 1, 0, 2, 0, 3, 1, 0, 2, 0, 3, 0]).End();
        byte[] deepGray = WithHeader(2, 1, 16, 0).Chunk("tRNS", 1, 2).Rows([0, 1, 2, 2, 1]).End();
        Assert.Multiple(() =>
        {
            Assert.That(Pixels(palette, red), Is.EqualTo(new byte[] { 255, 0, 0, 4, 5, 6, 255, 0, 0 }));
            Assert.That(Pixels(gray, red), Is.EqualTo(new byte[] { 76, 8, 76 }), "red as gray");
            Assert.That(Pixels(bilevel, red), Is.EqualTo(new byte[] { 0, 76, 0 }));
            Assert.That(Pixels(rgb, red), Is.EqualTo(new byte[] { 255, 0, 0, 1, 2, 4 }));
            Assert.That(Pixels(deep, red), Is.EqualTo(new byte[] { 255, 0, 0, 1, 2, 3 }));
            Assert.That(Pixels(deepGray, red), Is.EqualTo(new byte[] { 76, 2 }));
        });
    }

    [Test]
    public void The_background_suits_the_drawing_and_is_named()
    {
        byte[] dark = Encode(_ => 0), light = Encode(_ => 255);
        ImageSet onWhite = Load(dark), onBlack = Load(light), given = Load(
            dark, reading: new ImageReading(Background.Parse("Navy"), false));
        Assert.Multiple(() =>
        {
            Assert.That(onWhite.Pixels, Is.EqualTo(new byte[] { 255, 0, 127 }).Within(1));
            Assert.That(
                onWhite.Notes,
                Is.EqualTo(
                    new[]
                    {
                        "1 image converted from 3×1 gray + alpha to 3×1 gray",
                        "1 image with transparent pixels laid on white, since what is drawn is dark (--background takes another colour)"
                    }));
            Assert.That(onBlack.Pixels, Is.EqualTo(new byte[] { 0, 255, 128 }).Within(1));
            Assert.That(onBlack.Notes[1], Does.Contain("laid on black, since what is drawn is light"));
            Assert.That(given.Notes[1], Is.EqualTo("1 image with transparent pixels laid on navy"));
            Assert.That(given.Pixels[0], Is.EqualTo(15), "0.114 of 128");
        });

        // Clear, opaque, half.
        static byte[] Encode(Func<int, byte> shade) => WithHeader(3, 1, 8, 4).Rows([0, shade(0), 0, shade(1), 255, shade(2), 128]).End();
    }

    [Test]
    public void What_is_transparent_weighs_nothing_when_images_shrink()
    {
        // A white, clear pixel beside a gray, opaque one: the hidden white must not shine through.
        byte[] file = WithHeader(2, 1, 8, 4).Rows([0, 255, 0, 100, 255]).End();
        folder.Write("a/x.png", file);
        ImageSet set = ImageFolder.Load(
            folder.File("a"), _ => new ImageFormat(1, 1, 1), new ImageReading(Background.Parse("black"), false));
        Assert.That(set.Pixels, Is.EqualTo(new byte[] { 50 }).Within(1));
    }

    [Test]
    public void Kinds_with_an_alpha_channel_keep_it([Values("png", "gif", "webp", "tga")] string kind)
    {
        byte[] file = TestImage.Encode(
            kind switch
            {
                "png" => new PngEncoder { ColorType = PngColorType.RgbWithAlpha },
                "gif" => new GifEncoder(),
                "webp" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
                _ => new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel32 },
            },
            gray: false,
            alpha: (x, _) => (byte)(x < 4 ? 0 : 255));
        ImageSet set = Load(file, reading: new ImageReading(Background.Parse("#0f0"), false));
        Assert.That(
            (set.Pixels[0], set.Pixels[TestImage.Width * TestImage.Height], set.Pixels[2 * TestImage.Width * TestImage.Height]),
            Is.EqualTo(((byte)0, (byte)255, (byte)0)));
        Assert.That(set.Pixels[TestImage.Width - 1], Is.EqualTo(230).Within(16));
        Assert.That(set.Notes[^1], Does.Contain("laid on #0f0"));
    }

    [TestCase("lilac!", "--background: expected auto, a colour such as white or black, or #rrggbb, got 'lilac!'.")]
    [TestCase("", "got ''.")]
    [TestCase("#ff000080", "got '#ff000080'.")]
    public void A_background_that_is_no_colour_is_refused(string text, string sentence) =>
        Assert.That(() => Background.Parse(text), Throws.InstanceOf<InputException>().With.Message.Contains(sentence));

    /// <summary>The number says which side of the picture is up in the file; what is shown is the same for all.</summary>
    [Test]
    public void Photographs_are_turned_upright(
        [Values(1, 2, 3, 4, 5, 6, 7, 8)] int orientation, [Values("jpg", "tiff", "webp")] string kind)
    {
        byte[] file = TestImage.Encode(
            kind switch
            {
                "jpg" => new JpegEncoder { Quality = 100, ColorType = JpegColorType.YCbCrRatio444 },
                "tiff" => new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24 },
                _ => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
            },
            gray: false,
            orientation: (ushort)orientation);
        ImageSet set = Load(file);
        (int w, int h) = orientation < 5 ? (TestImage.Width, TestImage.Height) : (TestImage.Height, TestImage.Width);
        byte[] stored = TestImage.Planes(gray: false);
        Assert.That((set.Width, set.Height), Is.EqualTo((w, h)));
        int worst = 0;
        for (int y = 0; y < h; y++)
        {
            for (int x = 0; x < w; x++)
            {
                // EXIF 2.3, table of Orientation: where row 0 and column 0 of the file are to be seen.
                (int sx, int sy) = orientation switch
                {
                    1 => (x, y),
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, w - 1 - x),
                    7 => (h - 1 - y, w - 1 - x),
                    _ => (h - 1 - y, x),
                };
                worst = Math.Max(worst, Math.Abs(set.Pixels[(y * w) + x] - stored[(sy * TestImage.Width) + sx]));
            }
        }

        Assert.That(worst, Is.LessThanOrEqualTo(8));
        folder.Write("small/x", file);
        ImageSet small = ImageFolder.Load(folder.File("small"), _ => new ImageFormat(1, h / 2, w / 2));
        Assert.That(small.Notes[0], Does.Contain($"from {w}×{h} RGB to {w / 2}×{h / 2} gray").And.Not.Contain("proportions"));
    }

    [Test]
    public void Of_an_animation_the_first_frame_is_read()
    {
        byte[] file = GanFromScratch.Gan.Output.GifFile.Encode([new(2, 1, 1, [10, 20]), new(2, 1, 1, [200, 210])], 1, 1);
        Assert.That(Pixels(file), Is.EqualTo(new byte[] { 10, 10, 10, 20, 20, 20 }));
    }

    private byte[] Pixels(byte[] file, ImageReading? reading = null)
    {
        ImageSet set = Load(file, reading: reading);
        return GanFromScratch.Gan.Output.Bitmap.FromPlanes(set.Pixels, set.Channels, set.Height, set.Width).Pixels;
    }

    private ImageSet Load(byte[] file, string name = "image", ImageReading? reading = null)
    {
        folder.Write($"one/{name}", file);
        ImageSet set = ImageFolder.Load(folder.File("one"), reading: reading);
        File.Delete(folder.File($"one/{name}"));
        return set;
    }
}
