using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of points in the plane: PacGAN's protocol where the distribution has modes, and the measures of neighbourhoods for all.
/// </summary>
internal static class PointScoring
{
    /// <summary>Enough to draw the curves of moons and spiral; the balls around fewer points would be too large.</summary>
    private const int Least = 100;

    /// <summary>All figures.</summary>
    /// <param name="data">A distribution of <see cref="ToyData"/>.</param>
    /// <param name="points">N × 2.</param>
    public static ScoreSheet Full(string data, ReadOnlySpan<float> points, ulong seed, Device device)
    {
        // Points other than the training points, which are drawn with the run's own seed, and again others that take the samples' place.
        ToyData real = ToyData.Create(data, points.Length / 2, ~seed), other = ToyData.Create(data, points.Length / 2, ~seed - 1);
        var scores = new List<Score>();
        if (real.Centres.Length > 0)
        {
            var of = ModeCoverage.Of(points, real.Centres, real.Sigma);
            var ofReal = ModeCoverage.Of(real.Points, real.Centres, real.Sigma);
            scores.AddRange([
                new(Measure.Modes, of.Covered, ofReal.Covered),
                new(Measure.HighQuality, of.HighQuality, ofReal.HighQuality),
                new(Measure.ReverseKl, of.ReverseKl, ofReal.ReverseKl)]);
        }

        if (points.Length / 2 >= Least)
        {
            var products = new Products(device);
            var around = Neighbourhoods.Of(products, real.Points, points, size: 2);
            var aroundReal = Neighbourhoods.Of(products, real.Points, other.Points, size: 2);
            scores.AddRange([
                new(Measure.Precision, around.Precision, aroundReal.Precision),
                new(Measure.Recall, around.Recall, aroundReal.Recall),
                new(Measure.Density, around.Density, aroundReal.Density),
                new(Measure.Coverage, around.Coverage, aroundReal.Coverage)]);
        }

        return new ScoreSheet(data, points.Length / 2, scores, []);
    }

    /// <summary>Whether a distribution has discrete modes.</summary>
    public static bool HasModes(string data) => ToyData.Names.Contains(data) && ToyData.Create(data, 0, seed: 1).Centres.Length > 0;

    /// <summary>PacGAN's protocol for a distribution with modes.</summary>
    /// <param name="points">N × 2.</param>
    public static EpochScores Modes(string data, ReadOnlySpan<float> points)
    {
        var real = ToyData.Create(data, 0, seed: 1);
        var coverage = ModeCoverage.Of(points, real.Centres, real.Sigma);
        return new EpochScores(Modes: coverage.Covered, HighQuality: coverage.HighQuality, ModesThere: coverage.Modes);
    }

    /// <summary>The cheap figures, for scores during training.</summary>
    /// <param name="points">N × 2.</param>
    /// <param name="seed">The run's, from which other real points are drawn than it trains with.</param>
    public static EpochScores Quick(string data, ReadOnlySpan<float> points, ulong seed, Device device)
    {
        if (HasModes(data))
            return Modes(data, points);
        if (points.Length / 2 < Least)
            return new EpochScores();
        var real = ToyData.Create(data, ModeCoverage.Samples, ~seed);
        var around = Neighbourhoods.Of(new Products(device), real.Points, points, size: 2);
        return new EpochScores(Precision: around.Precision, Recall: around.Recall);
    }
}
