namespace GanFromScratch.Gan.Data.Toy;

/// <summary>
/// Two half circles of radius 1 that interlock: the upper around (0, 0), the lower around (1, ½), with σ = 0.05; as in scikit-learn's
/// make_moons.
/// </summary>
internal sealed class TwoMoons : IToyDistribution
{
    public string Name => "moons";

    public IReadOnlyList<(double X, double Y)> Centres => [];

    public int Classes => 2;

    public double Sigma => 0.05;

    public (double X, double Y) Middle => (0.5, 0.25);

    public double Reach => 1.5;

    public (double X, double Y) Locate(double u, double v)
    {
        (double sin, double cos) = Math.SinCos(Math.PI * v);
        return u < 0.5 ? (cos, sin) : (1 - cos, 0.5 - sin);
    }
}
