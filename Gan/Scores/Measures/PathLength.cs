using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// Perceptual path length (Karras, Laine, Aila 2019, section 4.1): how far features move for a step along a path between two latent
/// points,
/// <code>
///   E ‖f(G(p(t))) − f(G(p(t + ε)))‖²/ε²,   t uniform in [0, 1)
/// </code>
/// where p goes from one point to another along the great circle in z, and along the straight line in w. Less means that a space is less
/// entangled: samples change evenly, and not by way of others. The features f are the classifier's, so the figures are not comparable with
/// published ones, which are VGG's. ε is 10⁻³, ten times the paper's: the features are float32 with a rounding error near 10⁻⁶ of their
/// size, which a step of 10⁻⁴ would no longer exceed by far.
/// </summary>
internal static class PathLength
{
    public const double Step = 1e-3;

    private const int Chunk = 250;

    /// <summary>Both lengths over the same pairs of points.</summary>
    /// <param name="space">Of a generator in evaluation mode.</param>
    /// <param name="noise">Draws the points and t.</param>
    /// <param name="count">Pairs, at least 1.</param>
    public static (double Z, double W) Of(StyleSpace space, GanModel model, ImageClassifier classifier, RandomSource noise, int count)
    {
        using var noGrad = new NoGradScope();
        double z = 0, w = 0;
        for (int done = 0; done < count; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, count - done);
            Tensor from = noise.Normal([n, model.LatentSize]), to = noise.Normal([n, model.LatentSize]);
            float[] times = noise.Uniform([n]).ToArray();
            z += SumOfSquares(t => space.Map(Points(from, to, times, t, WalkMode.Slerp)));
            (from, to) = (space.Map(from), space.Map(to));
            w += SumOfSquares(t => Points(from, to, times, t, WalkMode.Linear));
        }

        return (z / count / (Step * Step), w / count / (Step * Step));

        double SumOfSquares(Func<double, Tensor> styles)
        {
            float[] a = Features(styles(0)), b = Features(styles(Step));
            return a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum();
        }

        float[] Features(Tensor w) => classifier.FeaturesOf(Gray(space.Synthesize(w), model)).ToArray();
    }

    /// <summary>A point on each path, a little later than its time.</summary>
    private static Tensor Points(Tensor from, Tensor to, float[] times, double later, WalkMode mode)
    {
        float[] a = from.ToArray(), b = to.ToArray(), points = new float[a.Length];
        int size = from.Shape[1];
        for (int i = 0; i < times.Length; i++)
        {
            Range row = (i * size)..((i + 1) * size);
            LatentWalk.Point(a.AsSpan()[row], b.AsSpan()[row], times[i] + later, mode, points.AsSpan()[row]);
        }

        return Tensor.From(from.Device, from.Shape, points);
    }

    /// <summary>Samples as the classifier takes them: gray by Rec. 601 luma, 28×28, values in [0, 1]; without rounding to bytes.</summary>
    private static Tensor Gray(Tensor samples, GanModel model)
    {
        (float low, float high) = model.Range;
        Tensor x = (samples - low) / (high - low);
        if (x.Shape[1] == 3)
            x = (x.Slice(1, 0, 1) * 0.299) + (x.Slice(1, 1, 1) * 0.587) + (x.Slice(1, 2, 1) * 0.114);
        (_, int height, int width) = ImageClassifier.Format;
        return x.Shape[2] == height && x.Shape[3] == width ? x : x.Upsample(height, width, UpsampleMode.Bilinear);
    }
}
