using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// The plan of <see cref="MatMulPanelsSimt"/>: where panels and steps lie in memory, and how work-groups share them.
/// </summary>
internal readonly struct MatMulPanels
{
    /// <summary>Lanes of a panel of A, and of B.</summary>
    public const int Rows = 8, Columns = 32;

    // A group's rows of A, in floats, stay in the second-level cache; beyond this depth, steps that lie a large power of two apart evict
    // each other; with fewer groups than this the load on the cores is uneven.
    private const int BlockFloats = 1 << 14, CacheDepth = 256, EnoughGroups = 8;

    public readonly int M;
    public readonly int N;
    public readonly int K;

    /// <summary>Panels of 8 rows that cover C.</summary>
    public readonly int RowPanels;

    /// <summary>Panels of 32 columns that cover C.</summary>
    public readonly int ColumnPanels;

    /// <summary>
    /// Distances from one panel of A to the next, from one row to the next within it, and, as <see cref="IPanelOrder"/> reads it, from
    /// one step or row to the next.
    /// </summary>
    public readonly int PanelA;
    public readonly int LaneA;
    public readonly int StepA;

    /// <summary>Distances from one panel of B to the next, and from one step to the next.</summary>
    public readonly int PanelB;
    public readonly int StepB;

    /// <summary>Steps in one block of K.</summary>
    public readonly int Depth;

    /// <summary>Panels of rows, and of columns, of a group.</summary>
    public readonly int RowsAGroup;
    public readonly int ColumnsAGroup;

    // 32-bit words: ILGPU does not support bool in kernel parameters.
    private readonly int accumulate, shiftA, shiftB;

    public MatMulPanels(MatMul sizes, bool packA, bool packB)
    {
        (M, N, K, accumulate) = (sizes.M, sizes.N, sizes.K, sizes.Accumulate ? 1 : 0);
        RowPanels = (M + Rows - 1) / Rows;
        ColumnPanels = (N + Columns - 1) / Columns;
        (PanelA, LaneA, StepA) = packA ? (Rows * K, 1, Rows) : sizes.TransposeA ? (Rows, 1, M) : (Rows * K, K, K);
        // A single row is read eight times, since the other seven rows do not exist.
        if (M == 1 && !packA)
            (PanelA, LaneA, StepA) = (0, 0, 0);
        shiftA = !packA && M >= Rows ? 1 : 0;
        (PanelB, StepB) = packB ? (Columns * K, Columns) : (Columns, N);
        shiftB = packB ? 0 : 1;

        Depth = !packB && N % 256 == 0 && K > CacheDepth ? CacheDepth : Math.Max(K, 1);
        RowsAGroup = Math.Clamp(BlockFloats / Math.Max(K, 1), 1, RowPanels);
        ColumnsAGroup = Math.Min(ColumnPanels, 4);
        while (Groups < EnoughGroups && ColumnsAGroup > 1)
            ColumnsAGroup = (ColumnsAGroup + 1) / 2;
        while (Groups < EnoughGroups && RowsAGroup > 4)
            RowsAGroup = Math.Max(RowsAGroup / 2, 4);
    }

    public bool Accumulate => accumulate != 0;

    /// <summary>The last panel is shifted back to end with the operand, which has no padding.</summary>
    public bool ShiftA => shiftA != 0;

    public bool ShiftB => shiftB != 0;

    public int Groups => ((RowPanels + RowsAGroup - 1) / RowsAGroup) * ((ColumnPanels + ColumnsAGroup - 1) / ColumnsAGroup);
}

/// <summary>Lanes in a panel.</summary>
[KernelFormula]
internal interface IPanelWidth
{
    static abstract int Width { get; }
}

/// <summary>Eight rows of A.</summary>
internal readonly struct Panel8 : IPanelWidth
{
    public static int Width => 8;
}

/// <summary>Thirty-two columns of B.</summary>
internal readonly struct Panel32 : IPanelWidth
{
    public static int Width => 32;
}

/// <summary>The order of A in memory, a type, so that the addresses of its eight rows are constants where possible.</summary>
[KernelFormula]
internal interface IPanelOrder
{
    /// <summary>The offset of row r from the first.</summary>
    static abstract int Place(int r, int step);

    /// <summary>The distance from one step to the next.</summary>
    static abstract int Advance(int step);
}

/// <summary>The rows of a step are contiguous: A was packed, or is stored transposed.</summary>
internal readonly struct StepByStep : IPanelOrder
{
    public static int Place(int r, int step) => r;

    public static int Advance(int step) => step;
}

/// <summary>The steps of a row are contiguous.</summary>
internal readonly struct RowByRow : IPanelOrder
{
    public static int Place(int r, int step) => r * step;

    public static int Advance(int step) => 1;
}
