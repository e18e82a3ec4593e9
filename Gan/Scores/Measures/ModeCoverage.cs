namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// PacGAN's protocol for mixtures of Gaussians in the plane (arXiv 1712.04086, after VEEGAN): a sample is of high quality if it lies within
/// three standard deviations of a mode's centre; a mode is covered if at least one sample of high quality is nearest to it; and the reverse
/// KL is that from the distribution of all samples' nearest modes to the uniform one.
/// </summary>
/// <param name="Modes">Number of modes.</param>
/// <param name="Covered">Number of modes with a sample of high quality.</param>
/// <param name="HighQuality">Share of the samples.</param>
/// <param name="ReverseKl">≥ 0.</param>
internal readonly record struct ModeCoverage(int Modes, int Covered, double HighQuality, double ReverseKl)
{
    /// <summary>Samples that the protocol draws.</summary>
    public const int Samples = 2500;

    private const double Near = 3;

    /// <param name="points">N × 2.</param>
    /// <param name="centres">K × 2.</param>
    /// <param name="sigma">Standard deviation along each axis.</param>
    public static ModeCoverage Of(ReadOnlySpan<float> points, ReadOnlySpan<float> centres, double sigma)
    {
        int count = points.Length / 2, modes = centres.Length / 2, good = 0;
        int[] nearestOf = new int[modes], goodOf = new int[modes];
        for (int i = 0; i < count; i++)
        {
            int nearest = 0;
            double least = double.PositiveInfinity;
            for (int m = 0; m < modes; m++)
            {
                double x = points[2 * i] - centres[2 * m], y = points[(2 * i) + 1] - centres[(2 * m) + 1];
                if ((x * x) + (y * y) < least)
                    (least, nearest) = ((x * x) + (y * y), m);
            }

            nearestOf[nearest]++;
            if (least <= Near * sigma * Near * sigma)
            {
                goodOf[nearest]++;
                good++;
            }
        }

        return new ModeCoverage(modes, Histogram.Seen(goodOf), good / (double)count, Histogram.DivergenceFromEven(nearestOf));
    }
}
