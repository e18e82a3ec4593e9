using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// A register tile: the sums of 4 × 4 neighbouring elements of C. A struct of vectors, not an array: code accesses its parts by name, so
/// every compiler keeps them in registers, even one that does not unroll loops.
/// </summary>
internal readonly struct Sums4(Float4 row0, Float4 row1, Float4 row2, Float4 row3)
{
    public Float4 Row0 { get; } = row0;

    public Float4 Row1 { get; } = row1;

    public Float4 Row2 { get; } = row2;

    public Float4 Row3 { get; } = row3;

    /// <summary>One sum, for the end of a kernel.</summary>
    public float At(int row, int column)
    {
        Float4 four = Row3;
        if (row == 0)
            four = Row0;
        if (row == 1)
            four = Row1;
        if (row == 2)
            four = Row2;
        float sum = four.W;
        if (column == 0)
            sum = four.X;
        if (column == 1)
            sum = four.Y;
        if (column == 2)
            sum = four.Z;
        return sum;
    }
}

/// <summary>Rows and columns of C per item.</summary>
[KernelFormula]
internal interface ISquareTile
{
    static abstract int Size { get; }

    /// <summary>Adds the outer product of a column of A and a row of B, of which the first <see cref="Size"/> numbers count.</summary>
    static abstract Sums4 MultiplyAdd(Float4 a, Float4 b, Sums4 sums);
}

/// <summary>2 × 2 per item, 32 × 32 per group.</summary>
internal readonly struct Tile2 : ISquareTile
{
    public static int Size => 2;

    public static Sums4 MultiplyAdd(Float4 a, Float4 b, Sums4 sums) =>
        new(Two(a.X, b, sums.Row0), Two(a.Y, b, sums.Row1), sums.Row2, sums.Row3);

    private static Float4 Two(float x, Float4 y, Float4 z) =>
        new(MathF.FusedMultiplyAdd(x, y.X, z.X), MathF.FusedMultiplyAdd(x, y.Y, z.Y), z.Z, z.W);
}

/// <summary>4 × 4 per item, 64 × 64 per group.</summary>
internal readonly struct Tile4 : ISquareTile
{
    public static int Size => 4;

    public static Sums4 MultiplyAdd(Float4 a, Float4 b, Sums4 sums) => new(
        Float4.MultiplyAdd(a.X, b, sums.Row0),
        Float4.MultiplyAdd(a.Y, b, sums.Row1),
        Float4.MultiplyAdd(a.Z, b, sums.Row2),
        Float4.MultiplyAdd(a.W, b, sums.Row3));
}

/// <summary>Loads of a register tile from shared memory.</summary>
internal static class SquareTile
{
    /// <summary>TTile.Size neighbours, at a multiple of TTile.Size: a single instruction for four of them.</summary>
    public static Float4 Load<TTile>(ArrayView<float> tile, int at)
        where TTile : unmanaged, ISquareTile
    {
        Float4 four;
        if (TTile.Size == 4)
            four = Float4.LoadAligned(tile, at);
        else
            four = new Float4(tile[at], tile[at + 1], 0, 0);
        return four;
    }
}
