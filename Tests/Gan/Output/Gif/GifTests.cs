using System.Diagnostics;
using System.Security.Cryptography;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Png;
using GanFromScratch.Gan.Output.Gif;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Output.Gif;

public sealed class GifTests
{
    [TestCase(1, 1, 1)]
    [TestCase(7, 5, 3)]
    [TestCase(242, 242, 2)]
    public void Gray_frames_come_back_as_they_were(int width, int height, int count)
    {
        PngImage[] frames = Noise(width, height, channels: 1, count);
        GifDecoder gif = GifDecoder.Decode(GifWriter.Encode(frames, delay: 7, lastDelay: 150));
        Assert.Multiple(() =>
        {
            Assert.That((gif.Width, gif.Height, gif.Loops), Is.EqualTo((width, height, true)));
            Assert.That(gif.Frames.Select(frame => frame.Delay), Is.EqualTo(Enumerable.Repeat(7, count - 1).Append(150)));
            for (int i = 0; i < count; i++)
                Assert.That(gif.Frames[i].Rgb, Is.EqualTo(Rgb(frames[i])), $"frame {i}");
        });
    }

    /// <summary>Runs of one shade make the longest codes, noise of few shades the most; both fill the table and begin it anew.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(16)]
    [TestCase(17)]
    [TestCase(256)]
    public void Few_colours_lose_nothing(int colours)
    {
        var random = new Random(colours);
        byte[] palette = new byte[3 * colours];
        random.NextBytes(palette);
        byte[] pixels = [.. Enumerable.Range(0, 200 * 150).SelectMany(i => palette.AsSpan(3 * (i < 6000 ? i / 3000 % colours : random.Next(colours)), 3).ToArray())];
        var frame = new PngImage(200, 150, 3, pixels);
        Assert.That(GifDecoder.Decode(GifWriter.Encode([frame], 5, 5)).Frames.Single().Rgb, Is.EqualTo(pixels));
    }

    [Test]
    public void Many_colours_take_near_ones_and_gray_stays_gray()
    {
        PngImage[] frames = Noise(64, 48, channels: 3, count: 2);
        for (int shade = 0; shade < 256; shade++)
            frames[0].Pixels.AsSpan(3 * shade, 3).Fill((byte)shade);
        GifDecoder gif = GifDecoder.Decode(GifWriter.Encode(frames, 5, 5));
        for (int f = 0; f < frames.Length; f++)
        {
            for (int i = 0; i < frames[f].Pixels.Length; i += 3)
            {
                double distance = 0, inCube = 0;
                for (int c = i; c < i + 3; c++)
                {
                    distance += Math.Pow(frames[f].Pixels[c] - gif.Frames[f].Rgb[c], 2);
                    inCube += Math.Pow(frames[f].Pixels[c] - (Math.Round(frames[f].Pixels[c] / 51.0) * 51), 2);
                }

                Assert.That(distance, Is.LessThanOrEqualTo(inCube), $"frame {f}, value {i}: a cube of 6 shades each would be nearer");
            }
        }

        for (int shade = 0; shade < 256; shade++)
        {
            byte[] shown = gif.Frames[0].Rgb[(3 * shade)..((3 * shade) + 3)];
            Assert.That(shown.Distinct().Count(), Is.EqualTo(1), $"gray {shade} has no tint");
            Assert.That(shown[0], Is.EqualTo(shade).Within(4), $"gray {shade}");
        }
    }

    [Test]
    public void Frames_that_do_not_belong_together_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => GifWriter.Encode([], 1, 1), Throws.ArgumentException);
            Assert.That(() => GifWriter.Encode([.. Noise(4, 4, 1, 1), .. Noise(4, 5, 1, 1)], 1, 1), Throws.ArgumentException);
            Assert.That(() => GifWriter.Encode([.. Noise(4, 4, 1, 1), .. Noise(4, 4, 3, 1)], 1, 1), Throws.ArgumentException);
            Assert.That(() => GifWriter.Encode(Noise(4, 4, 4, 1), 1, 1), Throws.ArgumentException);
        });
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", [1]);
        Assert.That(() => GifWriter.Write(Path.Combine(file, "x.gif"), Noise(2, 2, 1, 1), 1, 1), Throws.TypeOf<InputException>().With.Message.StartsWith("Cannot write"));
    }

    /// <summary>A decoder that others wrote agrees with ours.</summary>
    [Test]
    public void Pythons_image_library_reads_the_same_pixels()
    {
        string? python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(name => Python(name, "import PIL") != null);
        if (python == null)
            Missing.Skip("PIL", "There is no Python with its image library here; Debian's package python3-pil has it.");
        using var folder = new TemporaryFolder();
        foreach ((string name, PngImage[] frames) in new[] { ("gray.gif", Noise(101, 77, 1, 4)), ("colour.gif", [.. Noise(101, 77, 3, 3)]) })
        {
            string path = folder.File(name);
            GifWriter.Write(path, frames, 9, 100);
            string script = "import sys, hashlib; from PIL import Image; im = Image.open(sys.argv[1])\nfor i in range(im.n_frames):\n  im.seek(i); print(hashlib.sha256(im.convert('RGB').tobytes()).hexdigest(), im.info['duration'], im.info['loop'])";
            string[] expected = [.. GifDecoder.Decode(File.ReadAllBytes(path)).Frames.Select((frame, i) => $"{Convert.ToHexStringLower(SHA256.HashData(frame.Rgb))} {(i == frames.Length - 1 ? 1000 : 90)} 0")];
            Assert.That(Python(python!, script, path)!.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.EqualTo(expected), name);
        }
    }

    internal static byte[] Rgb(PngImage image) => image.Channels == 3 ? image.Pixels : [.. image.Pixels.SelectMany(shade => Enumerable.Repeat(shade, 3))];

    private static PngImage[] Noise(int width, int height, int channels, int count)
    {
        var random = new Random(width + channels);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            byte[] pixels = new byte[width * height * channels];
            random.NextBytes(pixels);
            return new PngImage(width, height, channels, pixels);
        })];
    }

    /// <summary>What a script prints; null if it fails or there is no such Python.</summary>
    private static string? Python(string name, string script, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(name, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
