using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Orthogonal initialisation (Saxe, McClelland, Ganguli 2014; torch.nn.init.orthogonal_): the weight as a matrix, its first axis against
/// the others, has orthonormal rows, or orthonormal columns if there are more rows. It is the Q of the QR decomposition of a matrix of
/// normal numbers, with the signs that make the diagonal of R positive, which the Gram-Schmidt process gives.
/// </summary>
internal sealed class OrthogonalMatrix : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random)
    {
        if (parameter.Rank < 2)
            throw new ShapeException($"Orthogonal initialisation needs a matrix at least, got {parameter.Shape}.");
        random.FillNormal(parameter);
        float[] values = parameter.ToArray();
        int rows = parameter.Shape[0], columns = values.Length / rows;

        // Vectors are rows here, of the matrix or of its transpose: as many as the smaller size.
        bool transposed = rows > columns;
        (int count, int length) = transposed ? (columns, rows) : (rows, columns);
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            for (int k = 0; k < length; k++)
                vector[k] = values[Place(i, k)];
            Orthonormalise(vector, vectors.AsSpan(0, i));
        }

        for (int i = 0; i < count; i++)
            for (int k = 0; k < length; k++)
                values[Place(i, k)] = (float)vectors[i][k];
        parameter.CopyFrom(values);

        int Place(int i, int k) => transposed ? (k * columns) + i : (i * columns) + k;
    }

    /// <summary>Modified Gram-Schmidt: takes away the part along each vector before, and scales to length 1.</summary>
    private static void Orthonormalise(double[] vector, ReadOnlySpan<double[]> before)
    {
        // The second pass takes away what rounding left in the first.
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in before)
            {
                double along = 0;
                for (int k = 0; k < vector.Length; k++)
                    along += vector[k] * other[k];
                for (int k = 0; k < vector.Length; k++)
                    vector[k] -= along * other[k];
            }
        }

        double norm = Math.Sqrt(vector.Sum(x => x * x));
        for (int k = 0; k < vector.Length; k++)
            vector[k] /= norm;
    }
}
