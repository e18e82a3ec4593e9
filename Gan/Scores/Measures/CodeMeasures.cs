using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Captions;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>What latent codes have to do with the images that are made from them.</summary>
internal static class CodeMeasures
{
    /// <summary>
    /// Each category is given the class that most of its images are of. The purity is the share of images that are of the class of their
    /// category.
    /// </summary>
    /// <param name="categories">Of each image, from 0.</param>
    /// <param name="classes">Of each image, from 0.</param>
    /// <returns>The purity, and how many classes some category is given.</returns>
    public static (double Purity, int ClassesFound) Purity(IReadOnlyList<int> categories, IReadOnlyList<int> classes)
    {
        (int Class, int Count)[] largest =
        [
            .. categories.Zip(classes).GroupBy(image => image.First).Select(images =>
            {
                IGrouping<int, int> most = images.Select(image => image.Second).GroupBy(c => c)
                    .OrderByDescending(same => same.Count()).ThenBy(same => same.Key).First();
                return (most.Key, most.Count());
            }),
        ];
        return (largest.Sum(most => most.Count) / (double)categories.Count, largest.Select(most => most.Class).Distinct().Count());
    }

    /// <summary>Pearson's correlation of two numbers of each image, after the mean of its category is taken off both.</summary>
    /// <returns>From −1 to 1; NaN if one of them does not vary.</returns>
    public static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b, IReadOnlyList<int> categories)
    {
        double aa = 0, bb = 0, ab = 0;
        foreach (IGrouping<int, int> images in Enumerable.Range(0, categories.Count).GroupBy(i => categories[i]))
        {
            double meanOfA = images.Average(i => a[i]), meanOfB = images.Average(i => b[i]);
            foreach (int i in images)
            {
                (double x, double y) = (a[i] - meanOfA, b[i] - meanOfB);
                (aa, bb, ab) = (aa + (x * x), bb + (y * y), ab + (x * y));
            }
        }

        return ab / Math.Sqrt(aa * bb);
    }

    /// <summary>The mean brightness of each gray image, from 0 to 1: how thick its strokes are.</summary>
    public static double[] Ink(ImageSet images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => Sum(images.Image(i)) / (255.0 * images.Format.Size))];

    /// <summary>How far each gray image leans, see <see cref="Strokes.Slant"/>.</summary>
    public static double[] Slant(ImageSet images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => Strokes.Slant(images.Image(i), images.Format.Width))];

    private static double Sum(ReadOnlySpan<byte> pixels)
    {
        double sum = 0;
        foreach (byte pixel in pixels)
            sum += pixel;
        return sum;
    }
}
