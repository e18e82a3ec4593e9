namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Where the products of a tile's sum lie in its two panels. They come in pieces of <see cref="K"/> consecutive ones; pieces come in rows
/// (of the kernel, or of an image) and columns, each a fixed distance from the one before.
/// </summary>
/// <param name="K">Products of a piece, for each element of the tile.</param>
/// <param name="CountY">Rows of pieces.</param>
/// <param name="AY">Floats of A from one row to the next.</param>
/// <param name="BY">Floats of B from one row to the next.</param>
/// <param name="CountX">Pieces in a row.</param>
/// <param name="AX">Floats of A from one piece to the next.</param>
/// <param name="BX">Floats of B from one piece to the next.</param>
internal readonly record struct StridedSum(int K, int CountY, nint AY, nint BY, int CountX, nint AX, nint BX)
{
    /// <summary>A sum over contiguous panels, as in a matrix product.</summary>
    public static StridedSum OnePiece(int K) => new(K, 1, 0, 0, 1, 0, 0);
}
