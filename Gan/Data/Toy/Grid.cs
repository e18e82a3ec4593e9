namespace GanFromScratch.Gan.Data.Toy;

/// <summary>
/// Twenty-five Gaussians on {−4, −2, 0, 2, 4}², σ = 0.05: the protocol of PacGAN (Lin et al. 2018, arXiv 1712.04086), after VEEGAN.
/// </summary>
internal sealed class Grid : Modes
{
    private const int Side = 5;

    public override string Name => "grid";

    public override IReadOnlyList<(double X, double Y)> Centres { get; } =
        [.. Enumerable.Range(0, Side * Side).Select(k => ((2.0 * (k % Side)) - 4, (2.0 * (k / Side)) - 4))];

    public override double Sigma => 0.05;

    public override double Reach => 4;
}
