using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>Mean and covariance (divided by N − 1) of a set of features.</summary>
internal sealed record FeatureStatistics(Vector<double> Mean, Matrix<double> Covariance)
{
    /// <param name="features">N × size, N ≥ 2.</param>
    public static FeatureStatistics Of(ReadOnlySpan<float> features, int size)
    {
        int count = features.Length / size;
        double[] mean = new double[size], deviation = new double[size];
        for (int i = 0; i < features.Length; i++)
            mean[i % size] += (double)features[i] / count;

        // The upper triangle, row by row: sums of products of the mean-centred samples, in double.
        double[,] covariance = new double[size, size];
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < size; i++)
                deviation[i] = features[(n * size) + i] - mean[i];
            for (int i = 0; i < size; i++)
            {
                for (int j = i; j < size; j++)
                    covariance[i, j] += deviation[i] * deviation[j];
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
                covariance[j, i] = covariance[i, j] /= count - 1;
        }

        return new FeatureStatistics(DenseVector.OfArray(mean), DenseMatrix.OfArray(covariance));
    }
}
