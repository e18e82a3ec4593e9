namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// Sizes of a timed case: rows and columns, for a matrix product the length of its sums, and for a convolution its input channels.
/// </summary>
internal readonly record struct CaseShape(int Rows, int Columns, int Depth = 0)
{
    /// <summary>Number of elements of rows × columns.</summary>
    public int Size => Rows * Columns;

    public override string ToString() => Depth == 0 ? $"{Rows}x{Columns}" : $"{Rows}x{Columns}x{Depth}";
}
