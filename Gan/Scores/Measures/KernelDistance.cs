namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// The unbiased estimate of the squared maximum mean discrepancy with the kernel k(x, y) = (x·y/d + 1)³ in d features (Gretton et al.
/// 2012; for GANs Bińkowski et al. 2018, arXiv 1801.01401):
/// <code>
///   Σ_{i≠j} k(xᵢ, xⱼ)/(m(m − 1)) + Σ_{i≠j} k(yᵢ, yⱼ)/(n(n − 1)) − 2·Σ_{i,j} k(xᵢ, yⱼ)/(m·n)
/// </code>
/// For equal distributions its expectation is 0 at any N, so an estimate may be slightly negative.
/// </summary>
internal static class KernelDistance
{
    /// <param name="products">Computes dot products.</param>
    /// <param name="x">m × size.</param>
    /// <param name="y">n × size.</param>
    public static double Between(Products products, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int size)
    {
        double m = x.Length / size, n = y.Length / size;
        return (Within(products, x, size) / (m * (m - 1))) + (
            Within(products, y, size) / (n * (n - 1))) - (2 * Sum(products, x, y, size) / (m * n));
    }

    /// <summary>Over all pairs except those of a row with itself.</summary>
    private static double Within(Products products, ReadOnlySpan<float> x, int size)
    {
        double sum = Sum(products, x, x, size);
        foreach (double square in Products.Squares(x, size))
            sum -= Kernel(square, size);
        return sum;
    }

    private static double Sum(Products products, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int size)
    {
        double sum = 0;
        products.ForEach(x, y, size, (_, _, _, block) =>
        {
            foreach (float product in block)
                sum += Kernel(product, size);
        });
        return sum;
    }

    private static double Kernel(double product, int size)
    {
        double linear = (product / size) + 1;
        return linear * linear * linear;
    }
}
