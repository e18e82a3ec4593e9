using GanFromScratch.Engine;

namespace GanFromScratch.Benchmarks.Peers;

/// <summary>Median, minimum and maximum of some figures.</summary>
internal readonly record struct Spread(double Median, double Least, double Greatest)
{
    public static Spread Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        int middle = sorted.Length / 2;

        // For an even count, the mean of the two middle values.
        return new((sorted[middle] + sorted[sorted.Length - 1 - middle]) / 2, sorted[0], sorted[^1]);
    }
}

/// <summary>The same work on both sides, over several rounds.</summary>
/// <param name="Name">The work.</param>
/// <param name="Ours">Our times, milliseconds.</param>
/// <param name="Theirs">The peer's.</param>
/// <param name="Ratio">Theirs divided by ours, per round, so that a temporary slowdown of the machine affects both: 2 means that we take
/// half the time.</param>
internal sealed record PeerComparison(string Name, Spread Ours, Spread Theirs, Spread Ratio)
{
    /// <summary>Pairs the measurements of both sides in each round.</summary>
    /// <exception cref="InputException">One side has a measurement that the other lacks.</exception>
    public static IReadOnlyList<PeerComparison> Of(
        IReadOnlyList<(IReadOnlyList<PeerMeasure> Ours, IReadOnlyList<PeerMeasure> Theirs)> rounds)
    {
        string[] names = [.. rounds[0].Ours.Select(m => m.Name)];
        foreach ((IReadOnlyList<PeerMeasure> ours, IReadOnlyList<PeerMeasure> theirs) in rounds)
        {
            foreach ((IReadOnlyList<PeerMeasure> side, string who) in new[] { (ours, "we"), (theirs, "the peer") })
            {
                string[] got = [.. side.Select(m => m.Name)];
                if (got.Except(names).Concat(names.Except(got)).FirstOrDefault() is string one)
                    throw new InputException(
                        $"The two sides measured different things: only one of them has '{one}' ({who} measured "
                        + $"{string.Join(", ", got)}).");
            }
        }

        return
        [
            .. names.Select(name =>
            {
                double[] ours = [.. rounds.Select(r => TimeOf(name, r.Ours))], theirs = [.. rounds.Select(r => TimeOf(name, r.Theirs))];
                return new PeerComparison(
                    name, Spread.Of(ours), Spread.Of(theirs), Spread.Of(theirs.Zip(ours, (their, our) => their / our)));
            }),
        ];
    }

    private static double TimeOf(string name, IReadOnlyList<PeerMeasure> side) => side.First(m => m.Name == name).Milliseconds;
}
