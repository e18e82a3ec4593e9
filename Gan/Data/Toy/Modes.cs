namespace GanFromScratch.Gan.Data.Toy;

/// <summary>An equal mixture of Gaussians; the ring and the grid are two choices of their centres.</summary>
internal abstract class Modes : IToyDistribution
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<(double X, double Y)> Centres { get; }

    public abstract double Sigma { get; }

    public abstract double Reach { get; }

    public int Classes => Centres.Count;

    public (double X, double Y) Middle => (0, 0);

    public (double X, double Y) Locate(double u, double v) => Centres[(int)(u * Centres.Count)];
}
