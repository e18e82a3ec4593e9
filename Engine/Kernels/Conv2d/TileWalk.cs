namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The pieces of a tile's sum. A piece is <see cref="K"/> consecutive steps in both panels; pieces come in rows (of the kernel, or of an
/// image) and columns, each a fixed distance from the one before.
/// </summary>
/// <param name="K">Steps of a piece.</param>
/// <param name="CountY">Rows of pieces.</param>
/// <param name="AY">Floats of A from one row to the next.</param>
/// <param name="BY">Floats of B from one row to the next.</param>
/// <param name="CountX">Pieces in a row.</param>
/// <param name="AX">Floats of A from one piece to the next.</param>
/// <param name="BX">Floats of B from one piece to the next.</param>
internal readonly record struct TileWalk(int K, int CountY, nint AY, nint BY, int CountX, nint AX, nint BX);
