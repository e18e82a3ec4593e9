using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

/// <summary>What codes have to do with images, on images made by hand.</summary>
public sealed class CodeMeasuresTests
{
    [Test]
    public void Purity_counts_the_largest_class_of_each_category_and_the_classes_found_once()
    {
        // Category 0 is mostly of class 7, categories 1 and 2 of class 3; in category 3 classes 1 and 2 have equal shares.
        int[] categories = [0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3], classes = [7, 7, 7, 1, 3, 3, 3, 3, 0, 2, 1];
        Assert.That(CodeMeasures.Purity(categories, classes), Is.EqualTo(((3 + 2 + 2 + 1) / 11.0, 3)));
        Assert.That(CodeMeasures.Purity([0, 1, 2], [4, 5, 6]), Is.EqualTo((1.0, 3)));
    }

    [Test]
    public void A_correlation_is_within_categories()
    {
        // In each category b falls with a, although both are larger in the second.
        double[] a = [0, 1, 2, 10, 11, 12], b = [2, 1, 0, 12, 11, 10];
        Assert.That(CodeMeasures.Correlation(a, b, [0, 0, 0, 1, 1, 1]), Is.EqualTo(-1).Within(1e-12));
        Assert.That(CodeMeasures.Correlation(a, b, new int[6]), Is.GreaterThan(0.9));

        // Pearson's formula by hand: Σxy = 3, Σx² = 2, Σy² = 6 after the means are taken off.
        Assert.That(CodeMeasures.Correlation([1, 2, 3], [1, 2, 4], new int[3]), Is.EqualTo(3 / Math.Sqrt(2 * (14 / 3.0))).Within(1e-12));
        Assert.That(CodeMeasures.Correlation([1, 2], [5, 5], new int[2]), Is.NaN);
    }

    [Test]
    public void Ink_is_the_mean_brightness_and_slant_the_way_a_stroke_leans()
    {
        // A stroke that goes one column to the left per row, one that is upright, one that leans by half to the other side, nothing.
        byte[] pixels = new byte[4 * 8 * 8];
        for (int y = 0; y < 8; y++)
        {
            pixels[(y * 8) + 7 - y] = 255;
            pixels[64 + (y * 8) + 3] = 51;
            pixels[128 + (y * 8) + (y / 2 * 2 / 2)] = 255;
        }

        var images = new ImageSet("strokes", new ImageFormat(1, 8, 8), pixels);
        double[] slant = CodeMeasures.Slant(images);
        Assert.That(CodeMeasures.Ink(images), Is.EqualTo(new[] { 1 / 8.0, 0.2 / 8, 1 / 8.0, 0 }).Within(1e-12));
        Assert.That(slant[..2], Is.EqualTo(new[] { 1.0, 0 }).Within(1e-12));

        // Rows 0 to 7 with columns 0, 0, 1, 1, 2, 2, 3, 3: Σ(y − 3.5)(x − 1.5) = 20, Σ(y − 3.5)² = 42.
        Assert.That(slant[2], Is.EqualTo(-20 / 42.0).Within(1e-12));
        Assert.That(slant[3], Is.Zero);
    }
}
