using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// Cuts a <see cref="BroadcastPlan"/> into items for the threads: every innermost row in blocks of at most <see cref="Block"/> elements.
/// </summary>
internal readonly struct BroadcastRows
{
    public const int Block = 4096;
    private readonly BroadcastPlan plan;
    private readonly int inner;
    private readonly int blocksPerRow;

    public BroadcastRows(in BroadcastPlan plan, int length)
    {
        this.plan = plan;
        inner = plan.Inner;
        blocksPerRow = Math.Max((inner + Block - 1) / Block, 1);
        Items = length == 0 ? 0 : plan.Rows * blocksPerRow;
        Grain = Math.Max(2 * Block / Math.Max(Math.Min(inner, Block), 1), 1);
        StepA = plan.InnerStrideA;
        StepB = plan.InnerStrideB;
    }

    public int Items { get; }

    public int Grain { get; }

    /// <summary>The stride of operand A from element to element: 0 or 1 for broadcast tensors.</summary>
    public int StepA { get; }

    public int StepB { get; }

    /// <summary>One item: its offsets in the result and in both operands, and its number of elements.</summary>
    public int Locate(int item, out int begin, out int beginA, out int beginB)
    {
        int row = item / blocksPerRow, column = item % blocksPerRow * Block;
        plan.Locate(row, out beginA, out beginB);
        beginA += column * StepA;
        beginB += column * StepB;
        begin = (row * inner) + column;
        return Math.Min(Block, inner - column);
    }

    /// <summary>The next register of an operand: its next elements, or its one value in every lane.</summary>
    public static unsafe L Load<L>(float* operand, int i, int step)
        where L : unmanaged, ILanes<L> =>
        step == 0 ? L.Broadcast(*operand) : L.Load(operand + i);

    public static unsafe L LoadPart<L>(float* operand, int i, int step, int count)
        where L : unmanaged, ILanes<L> =>
        step == 0 ? L.Broadcast(*operand) : PartialLanes.Load<L>(operand + i, count);
}
