using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The distance between two sets of features, both modelled as normal distributions: d² = |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½) (Dowson,
/// Landau 1982; for GANs Heusel et al. 2017, arXiv 1706.08500). The square of the distance, as is usual. It has an upward bias that falls
/// as 1/N, so compare it only at equal N, and with its floor: real images against other real images.
/// </summary>
internal static class FrechetDistance
{
    public static double Between(FeatureStatistics a, FeatureStatistics b)
    {
        // (Σ₁Σ₂)^½ has the trace of (Σ₁^½ Σ₂ Σ₁^½)^½, which is symmetric: two eigenvalue problems that always have real solutions.
        Matrix<double> root = Root(a.Covariance);
        Matrix<double> inner = root * b.Covariance * root;
        double cross = Eigenvalues(inner).Sum(value => Math.Sqrt(Math.Max(value, 0)));
        double apart = (a.Mean - b.Mean).DotProduct(a.Mean - b.Mean);
        // For equal sets the difference is 0 up to rounding, which must not make it negative.
        return Math.Max(apart + a.Covariance.Trace() + b.Covariance.Trace() - (2 * cross), 0);
    }

    /// <summary>The symmetric square root of a covariance matrix: V·√Λ·Vᵀ. A negative eigenvalue is a rounding error.</summary>
    private static Matrix<double> Root(Matrix<double> covariance)
    {
        var evd = covariance.Evd(Symmetricity.Symmetric);
        Vector<double> roots = evd.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 0)));
        return evd.EigenVectors * DiagonalMatrix.OfDiagonal(roots.Count, roots.Count, roots) * evd.EigenVectors.Transpose();
    }

    private static IEnumerable<double> Eigenvalues(Matrix<double> matrix) =>
        ((matrix + matrix.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real);
}
