using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

/// <summary>PSNR and SSIM against values worked out another way.</summary>
public sealed class PairMeasureTests
{
    [Test]
    public void Psnr_is_twenty_times_the_logarithm_of_peak_to_error()
    {
        byte[] right = [10, 20, 30, 40], image = [13, 17, 33, 37];
        Assert.That(PeakSignalToNoise.Of(image, right), Is.EqualTo(20 * Math.Log10(255 / 3.0)).Within(1e-12), "an error of 3 everywhere");
        Assert.That(PeakSignalToNoise.Of([50, 20, 30, 40], right), Is.EqualTo(10 * Math.Log10(65025 / 400.0)).Within(1e-12));
        Assert.That(PeakSignalToNoise.Of(right, right), Is.EqualTo(10 * Math.Log10(65025 * 12.0)).Within(1e-12), "rounding is left");
    }

    [Test]
    public void Ssim_of_even_images_is_that_of_their_means()
    {
        byte[] dark = new byte[15 * 12], light = new byte[15 * 12];
        dark.AsSpan().Fill(50);
        light.AsSpan().Fill(200);
        Assert.That(
            StructuralSimilarity.Of(dark, light, new ImageFormat(1, 15, 12)),
            Is.EqualTo(((2 * 50.0 * 200) + 6.5025) / ((50.0 * 50) + (200.0 * 200) + 6.5025)).Within(1e-9));
    }

    /// <summary>The definition window by window, with deviations from the window's mean in place of differences of means.</summary>
    [Test]
    public void Ssim_is_the_mean_over_windows_of_the_papers_formula()
    {
        const int Height = 13, Width = 16;
        var random = new Random(5);
        byte[] x = new byte[2 * Height * Width], y = new byte[x.Length];
        random.NextBytes(x);
        for (int i = 0; i < y.Length; i++)
            y[i] = (byte)Math.Clamp(x[i] + random.Next(-60, 60), 0, 255);
        byte[] x3 = [.. x, .. x[..(Height * Width)]], y3 = [.. y, .. y[..(Height * Width)]];
        double first = Direct(x, y, 0), second = Direct(x, y, Height * Width);
        Assert.Multiple(() =>
        {
            Assert.That(
                StructuralSimilarity.Of(x3, y3, new ImageFormat(3, Height, Width)), Is.EqualTo(((2 * first) + second) / 3).Within(1e-9));
            Assert.That(
                StructuralSimilarity.Of(x, x, new ImageFormat(1, 2 * Height, Width)), Is.EqualTo(1).Within(1e-12), "equal images");
            Assert.That(first, Is.InRange(0.5, 0.95), "the images are alike, but not equal");
        });

        static double Direct(byte[] x, byte[] y, int plane)
        {
            double sum = 0;
            for (int top = 0; top <= Height - 11; top++)
                for (int left = 0; left <= Width - 11; left++)
                    sum += Window(x, y, plane + (top * Width) + left);
            return sum / ((Height - 10) * (Width - 10));
        }

        static double Window(byte[] x, byte[] y, int corner)
        {
            (int Place, double Weight)[] all =
            [
                .. Enumerable.Range(0, 121).Select(i => (
                    corner + (i / 11 * Width) + (i % 11),
                    Math.Exp(-(Math.Pow((i / 11) - 5, 2) + Math.Pow((i % 11) - 5, 2)) / 4.5))),
            ];
            double total = all.Sum(p => p.Weight);
            double Mean(Func<int, double> of) => all.Sum(p => p.Weight * of(p.Place)) / total;
            double mx = Mean(i => x[i]), my = Mean(i => y[i]);
            double vx = Mean(i => (x[i] - mx) * (x[i] - mx)), vy = Mean(i => (y[i] - my) * (y[i] - my));
            double cov = Mean(i => (x[i] - mx) * (y[i] - my));
            return ((2 * mx * my) + 6.5025) * ((2 * cov) + 58.5225) / (((mx * mx) + (my * my) + 6.5025) * (vx + vy + 58.5225));
        }
    }
}
