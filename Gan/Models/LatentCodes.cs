using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The codes c that InfoGAN's generator reads behind the noise z (Chen et al. 2016, section 4): one category of K, all equally likely, as a
/// one-hot vector, and C numbers, each uniform in [−1, 1].
/// </summary>
/// <param name="Categories">K.</param>
/// <param name="Continuous">C.</param>
public sealed record LatentCodes(int Categories, int Continuous)
{
    /// <summary>Length of c: K + C.</summary>
    public int Size => Categories + Continuous;

    /// <summary>New codes, (N, K + C).</summary>
    /// <param name="random">Draws them, on its device.</param>
    /// <param name="count">N.</param>
    public Tensor Draw(RandomSource random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);

        // Which of K uniform numbers is the largest is a category drawn with equal chances.
        Tensor category = random.Uniform([count, Categories]).ArgMax(axis: 1);
        return Tensor.Concat([category.OneHot(Categories), random.Uniform([count, Continuous], -1, 1)], 1);
    }

    /// <summary>The number of each category, (N).</summary>
    /// <param name="codes">(N, K + C).</param>
    public Tensor CategoryOf(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return codes.Slice(1, 0, Categories).ArgMax(axis: 1);
    }

    /// <summary>The continuous codes, (N, C).</summary>
    /// <param name="codes">(N, K + C).</param>
    public Tensor ContinuousOf(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        return codes.Slice(1, Categories, Continuous);
    }
}
