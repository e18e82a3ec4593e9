using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>Scores of points in the plane, by PacGAN's protocol.</summary>
internal static class PointScoring
{
    /// <summary>Whether a distribution has discrete modes.</summary>
    public static bool HasModes(string data) => ToyData.Names.Contains(data) && ToyData.Create(data, 1, seed: 1).Centres.Length > 0;

    public static InputException WithoutModes(string data) =>
        new(
            $"There are no modes to count in '{data}': scores of points are offered for "
            + $"{string.Join(", ", ToyData.Names.Where(HasModes))}.");

    /// <param name="points">N × 2.</param>
    /// <exception cref="InputException">The distribution has no discrete modes.</exception>
    public static ScoreSheet Full(string data, ReadOnlySpan<float> points, ulong seed)
    {
        if (!HasModes(data))
            throw WithoutModes(data);

        // Points other than the training points, which are drawn with the run's own seed.
        var real = ToyData.Create(data, points.Length / 2, ~seed);
        var of = ModeCoverage.Of(points, real.Centres, real.Sigma);
        var ofReal = ModeCoverage.Of(real.Points, real.Centres, real.Sigma);
        return new ScoreSheet(
            data,
            points.Length / 2,
            [
                new(Measure.Modes, of.Covered, ofReal.Covered),
                new(Measure.HighQuality, of.HighQuality, ofReal.HighQuality),
                new(Measure.ReverseKl, of.ReverseKl, ofReal.ReverseKl),
            ],
            []);
    }
}
