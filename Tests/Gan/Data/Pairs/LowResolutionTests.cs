using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Pairs;

/// <summary>The pairs of super-resolution, and what needs no training.</summary>
public sealed class LowResolutionTests
{
    [Test]
    public void The_small_image_is_the_mean_of_4x4_pixels_and_comes_back_exactly()
    {
        using var temporary = new TemporaryFolder();
        byte[] image = new byte[8 * 8];
        new Random(1).NextBytes(image);
        PngFile.Write(Path.Combine(temporary.Path, "0.png"), Bitmap.FromPlanes(image, 1, 8, 8));
        ImagePairs pairs = new LowResolution().Load(temporary.Path, DatasetPart.Train, first => first, ImageReading.Default);
        float[] means = [.. Enumerable.Range(0, 4).Select(
            i => (float)Math.Floor(Enumerable.Range(0, 16).Average(
                k => (double)image[(((i / 2 * 4) + (k / 4)) * 8) + (i % 2 * 4) + (k % 4)]) + 0.5))];
        using var device = new CpuDevice();
        using var scope = new TensorScope();
        float[] shown = Array.ConvertAll(pairs.Inputs.Pixels, pixel => (float)pixel);
        float[] small = new AvgPool2d(LowResolution.Factor).Forward(Tensor.From(device, [1, 1, 8, 8], shown)).ToArray();
        Assert.That(small, Is.EqualTo(means));
        Assert.That(pairs.Outputs.Pixels, Is.EqualTo(image));
    }

    /// <summary>Cubic convolution with a = −½ is exact for polynomials of second degree (Keys 1981), away from the border.</summary>
    [Test]
    public void Bicubic_continues_a_parabola()
    {
        const int Side = 12, Large = Side * LowResolution.Factor;
        byte[] small = [.. Enumerable.Range(0, Side * Side).Select(i => (byte)Curve(i % Side, i / Side))];
        ImageSet inputs = new LowResolution().OwnInputs(new ImageSet("small", new ImageFormat(1, Side, Side), small));
        byte[] large = new LowResolution().Baselines.Single(baseline => baseline.Name == "bicubic").Of(inputs).Pixels;
        for (int i = 0; i < large.Length; i++)
        {
            (int x, int y) = (i % Large, i / Large);
            if (Math.Min(Math.Min(x, y), Math.Min(Large - 1 - x, Large - 1 - y)) >= 2 * LowResolution.Factor)
                Assert.That(large[i], Is.EqualTo(Curve(((x + 0.5) / 4) - 0.5, ((y + 0.5) / 4) - 0.5)).Within(0.51), $"({x}, {y})");
        }

        static double Curve(double x, double y) => (x * x) + (4 * y) + 20;
    }

    /// <summary>The kernel's own values at the distances ⅛ and 1⅛, in front of a single bright pixel.</summary>
    [Test]
    public void Bicubic_of_a_single_pixel_is_the_kernel()
    {
        byte[] small = new byte[7 * 7];
        small[(3 * 7) + 3] = 200;
        byte[] large = new LowResolution().Baselines[1].Of(
            new LowResolution().OwnInputs(new ImageSet("small", new ImageFormat(1, 7, 7), small))).Pixels;
        double near = (1.5 / 512) - (2.5 / 64) + 1, far = (-0.5 * 1.423828125) + (2.5 * 1.265625) - (4 * 1.125) + 2;
        Assert.Multiple(() =>
        {
            Assert.That(large[(13 * 28) + 13], Is.EqualTo(200 * near * near).Within(0.51));
            Assert.That(large[(13 * 28) + 9], Is.EqualTo(Math.Max(0, 200 * near * far)).Within(0.51), "negative there, so 0");
            Assert.That(large[0], Is.Zero);
        });
    }
}
