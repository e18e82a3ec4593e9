using System.Diagnostics;
using System.Security.Cryptography;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Output;

public sealed class GifTests
{
    [TestCase(1, 1, 1)]
    [TestCase(7, 5, 3)]
    [TestCase(242, 242, 2)]
    public void Gray_frames_come_back_as_they_were(int width, int height, int count)
    {
        Bitmap[] frames = Noise(width, height, channels: 1, count);
        GifDecoder gif = GifDecoder.Decode(GifFile.Encode(frames, delay: 7, lastDelay: 150));
        Assert.Multiple(() =>
        {
            Assert.That((gif.Width, gif.Height, gif.Loops), Is.EqualTo((width, height, count > 1)));
            Assert.That(gif.Frames.Select(frame => frame.Delay), Is.EqualTo(Enumerable.Repeat(7, count - 1).Append(150)));
            for (int i = 0; i < count; i++)
                Assert.That(gif.Frames[i].Rgb, Is.EqualTo(Rgb(frames[i])), $"frame {i}");
        });
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(16)]
    [TestCase(256)]
    public void Few_colours_that_differ_by_much_are_kept(int colours)
    {
        // Steps of at least 16 shades: the palette is looked up in steps of eight.
        byte[] pixels = [
            .. Enumerable.Range(0, 64 * 64).SelectMany(
                i => new[] { (byte)(i % colours % 16 * 16), (byte)(i % colours / 16 * 16), (byte)0 })];
        byte[] shown = GifDecoder.Decode(GifFile.Encode([new Bitmap(64, 64, 3, pixels)], 5, 5)).Frames.Single().Rgb;
        Assert.That(shown.Zip(pixels, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void Many_colours_take_near_ones_of_a_palette_that_frames_share()
    {
        Bitmap[] frames = Noise(64, 48, channels: 3, count: 3);
        GifDecoder gif = GifDecoder.Decode(GifFile.Encode(frames, 5, 5));
        for (int f = 0; f < frames.Length; f++)
        {
            double squares = frames[f].Pixels.Zip(gif.Frames[f].Rgb, (a, b) => Math.Pow(a - b, 2)).Average();
            Assert.That(Math.Sqrt(squares), Is.LessThan(32), $"frame {f}: noise is what 256 colours fit worst");
        }

        int colours = gif.Frames.SelectMany(frame => frame.Rgb.Chunk(3)).Select(
            rgb => (rgb[0] << 16) | (rgb[1] << 8) | rgb[2]).Distinct().Count();
        Assert.That(colours, Is.LessThanOrEqualTo(256));
    }

    [Test]
    public void The_same_frames_give_the_same_bytes()
    {
        Assert.That(GifFile.Encode(Noise(40, 30, 3, 4), 5, 9), Is.EqualTo(GifFile.Encode(Noise(40, 30, 3, 4), 5, 9)));
        Assert.That(GifFile.Encode(Noise(40, 30, 1, 4), 5, 9), Is.EqualTo(GifFile.Encode(Noise(40, 30, 1, 4), 5, 9)));
    }

    [Test]
    public void Frames_that_do_not_belong_together_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => GifFile.Encode([], 1, 1), Throws.ArgumentException);
            Assert.That(() => GifFile.Encode([.. Noise(4, 4, 1, 1), .. Noise(4, 5, 1, 1)], 1, 1), Throws.ArgumentException);
            Assert.That(() => GifFile.Encode([.. Noise(4, 4, 1, 1), .. Noise(4, 4, 3, 1)], 1, 1), Throws.ArgumentException);
        });
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", [1]);
        Assert.That(
            () => GifFile.Write(Path.Combine(file, "x.gif"), Noise(2, 2, 1, 1), 1, 1),
            Throws.TypeOf<InputException>().With.Message.StartsWith("Cannot write"));
    }

    /// <summary>A decoder that others wrote agrees with ours.</summary>
    [Test]
    public void Pythons_image_library_reads_the_same_pixels()
    {
        string? python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(name => Python(name, "import PIL") != null);
        if (python == null)
            Missing.Skip("PIL", "There is no Python with its image library here; Debian's package python3-pil has it.");
        using var folder = new TemporaryFolder();
        foreach ((string name, Bitmap[] frames) in new[] { ("gray.gif", Noise(101, 77, 1, 4)), ("colour.gif", [.. Noise(101, 77, 3, 3)]) })
        {
            string path = folder.File(name);
            GifFile.Write(path, frames, 9, 100);
            string script =
                "import sys, hashlib; from PIL import Image; im = Image.open(sys.argv[1])\nfor i in range(im.n_frames):\n  im.seek(i); "
                + "print(hashlib.sha256(im.convert('RGB').tobytes()).hexdigest(), im.info['duration'], im.info['loop'])";
            string[] expected = [
                .. GifDecoder.Decode(File.ReadAllBytes(path)).Frames.Select(
                    (frame, i) => $"{Convert.ToHexStringLower(SHA256.HashData(frame.Rgb))} {(i == frames.Length - 1 ? 1000 : 90)} 0")];
            Assert.That(
                Python(python!, script, path)!.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                Is.EqualTo(expected), name);
        }
    }

    internal static byte[] Rgb(Bitmap image) =>
        image.Channels == 3 ? image.Pixels : [.. image.Pixels.SelectMany(shade => Enumerable.Repeat(shade, 3))];

    private static Bitmap[] Noise(int width, int height, int channels, int count)
    {
        var random = new Random(width + channels);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            byte[] pixels = new byte[width * height * channels];
            random.NextBytes(pixels);
            return new Bitmap(width, height, channels, pixels);
        })];
    }

    /// <summary>What a script prints; null if it fails or there is no such Python.</summary>
    private static string? Python(string name, string script, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(name, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = errors.Result;
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
