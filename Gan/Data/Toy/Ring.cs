namespace GanFromScratch.Gan.Data.Toy;

/// <summary>
/// Eight Gaussians on a circle of radius 1, σ = 0.01: the protocol of PacGAN (Lin et al. 2018, arXiv 1712.04086), after VEEGAN.
/// </summary>
internal sealed class Ring : Modes
{
    private const int Count = 8;

    public override string Name => "ring";

    public override IReadOnlyList<(double X, double Y)> Centres { get; } =
        [.. Enumerable.Range(0, Count).Select(k => (Math.Cos(2 * Math.PI * k / Count), Math.Sin(2 * Math.PI * k / Count)))];

    public override double Sigma => 0.01;

    public override double Reach => 1;
}
