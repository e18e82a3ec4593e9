namespace GanFromScratch.Gan.Data.Png;

/// <summary>
/// A row of a PNG is stored as differences from a guess, which compress better than the bytes themselves (PNG specification, clause 9).
/// The guess for a byte x comes from a, the byte one pixel to the left, b, the one above, and c, the one above a:
/// <code>
/// 0 None      0
/// 1 Sub       a
/// 2 Up        b
/// 3 Average   ⌊(a + b) / 2⌋
/// 4 Paeth     whichever of a, b, c is nearest to a + b − c
/// </code>
/// Outside of the image a, b and c are 0. <c>step</c> is the distance in bytes to the same sample of the pixel to the left, at least 1.
/// </summary>
internal static class PngFilter
{
    internal const int Kinds = 5;

    /// <summary>Differences to bytes, in place: from left to right, because each guess needs the byte restored before it.</summary>
    /// <param name="kind">0 … 4.</param>
    /// <param name="row">The differences of one row.</param>
    /// <param name="above">The restored row above, as long as <paramref name="row"/>; zeros for the first.</param>
    /// <param name="step">Bytes per pixel.</param>
    internal static void Restore(int kind, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] += Guess(kind, row, above, i, step);
    }

    /// <summary>Bytes to differences. The rows are those of the image, so order does not matter.</summary>
    internal static void Apply(int kind, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> differences)
    {
        for (int i = 0; i < row.Length; i++)
            differences[i] = (byte)(row[i] - Guess(kind, row, above, i, step));
    }

    private static byte Guess(int kind, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int step)
    {
        int a = i >= step ? row[i - step] : 0;
        int b = above[i];
        switch (kind)
        {
            case 0:
                return 0;
            case 1:
                return (byte)a;
            case 2:
                return (byte)b;
            case 3:
                return (byte)((a + b) / 2);
            default:
                int c = i >= step ? above[i - step] : 0;
                return (byte)Paeth(a, b, c);
        }
    }

    /// <summary>Ties go to a, then to b: the specification fixes the order.</summary>
    private static int Paeth(int a, int b, int c)
    {
        int estimate = a + b - c;
        int toA = Math.Abs(estimate - a), toB = Math.Abs(estimate - b), toC = Math.Abs(estimate - c);
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
