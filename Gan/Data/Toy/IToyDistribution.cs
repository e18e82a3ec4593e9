namespace GanFromScratch.Gan.Data.Toy;

/// <summary>A distribution of points in the plane, in the units of its source; <see cref="ToyData"/> scales it into [−1, 1]².</summary>
internal interface IToyDistribution
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>Centres of its modes; empty where there are none.</summary>
    IReadOnlyList<(double X, double Y)> Centres { get; }

    /// <summary>Standard deviation of the normal noise around a centre or a curve, the same along both axes.</summary>
    double Sigma { get; }

    /// <summary>The middle of the distribution without its noise: it is moved to 0.</summary>
    (double X, double Y) Middle { get; }

    /// <summary>How far the distribution without its noise reaches from its middle, along either axis.</summary>
    double Reach { get; }

    /// <summary>Number of modes, arms or moons.</summary>
    int Classes { get; }

    /// <summary>The mode, arm or moon of a point, from 0 to <see cref="Classes"/> − 1.</summary>
    /// <param name="u">As for <see cref="Locate"/>.</param>
    int Class(double u) => (int)(u * Classes);

    /// <summary>A point without its noise.</summary>
    /// <param name="u">Chooses the mode, arm or moon: uniform in [0, 1).</param>
    /// <param name="v">Chooses the place along a curve: uniform in [0, 1).</param>
    (double X, double Y) Locate(double u, double v);
}
