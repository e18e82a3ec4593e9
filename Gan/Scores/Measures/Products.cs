using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// All dot products a·b between the rows of two sets, the main cost of every distance, computed block by block as matrix products on the
/// device. The measures process them on the host, in double.
/// </summary>
/// <param name="device">Where the products are computed.</param>
internal sealed class Products(Device device)
{
    /// <summary>Rows of a and of b in a block: 4 MB of products, so that a block fits into the host's cache.</summary>
    private const int BlockRows = 500, BlockColumns = 2000;

    /// <summary>Receives a·b for rows <paramref name="firstA"/>… of a and <paramref name="firstB"/>… of b.</summary>
    /// <param name="products">rows of a × <paramref name="columns"/>.</param>
    public delegate void Block(int firstA, int firstB, int columns, ReadOnlySpan<float> products);

    /// <summary>Visits all blocks; blocks with the same rows of a come consecutively.</summary>
    /// <param name="a">N × size.</param>
    /// <param name="b">M × size.</param>
    public void ForEach(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int size, Block use)
    {
        int rows = a.Length / size, columns = b.Length / size;
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        float[] products = new float[BlockRows * BlockColumns];
        var right = new Tensor[(columns + BlockColumns - 1) / BlockColumns];
        for (int k = 0; k < right.Length; k++)
            right[k] = Upload(b, size, k * BlockColumns, Math.Min(BlockColumns, columns - (k * BlockColumns)));
        for (int i = 0; i < rows; i += BlockRows)
        {
            using var inner = new TensorScope();
            int n = Math.Min(BlockRows, rows - i);
            Tensor left = Upload(a, size, i, n);
            for (int k = 0; k < right.Length; k++)
            {
                int m = right[k].Shape[0];
                using Tensor block = left.MatMul(right[k], transposeOther: true);
                block.CopyTo(products.AsSpan(0, n * m));
                use(i, k * BlockColumns, m, products.AsSpan(0, n * m));
            }
        }
    }

    /// <summary>|row|² of every row.</summary>
    public static double[] Squares(ReadOnlySpan<float> rows, int size)
    {
        double[] squares = new double[rows.Length / size];
        for (int i = 0; i < rows.Length; i++)
            squares[i / size] += (double)rows[i] * rows[i];
        return squares;
    }

    private Tensor Upload(ReadOnlySpan<float> values, int size, int first, int count) =>
        Tensor.From(device, [count, size], values.Slice(first * size, count * size));
}
