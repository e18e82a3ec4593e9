using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

// On a GPU:
// Results        An item walks the middle axis of its result. Few results leave the device idle; a row is read by one item alone,
//                and a long one loses digits to its one running total: the others sum pairwise, or in a Cascade.
// Columns        (Inner > 1) A group takes 32 neighbouring columns and walks down 8 rows at a time: whole stretches of memory.
// Rows           (Inner = 1) A group reads a row, neighbours side by side, and folds in shared memory. Long rows are cut into blocks.
// On a processor:
// ColumnsAlone   (Inner > 1) An item a strip of 64 columns, whose totals stay in vector registers on the way down.
// RowsAlone      (Inner = 1) An item a block of a row, 16 running totals in vector registers.
//
// Where the middle axis is cut into blocks, a first pass leaves a result for each block in scratch memory, seen as (Outer, Blocks, Inner),
// and a second one reduces that by the same kernel, or by Results where the blocks are few. There are enough blocks to keep a device busy,
// none so short that folding it costs more than reading it. Their number depends on the sizes and on the kind of device alone, not on how
// large a GPU it is, nor on a processor's cores: the sums would differ from machine to machine.

/// <summary><see cref="Reduce"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ReduceSimt
{
    private const int Strip = 64;

    // One pass: a result for each of so many blocks of the middle axis.
    private delegate void Pass(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks);

    public static KernelVersions<ReduceLaunch<TReduction>> Gpu<TReduction>()
        where TReduction : unmanaged, IReduction => KernelVersions<ReduceLaunch<TReduction>>.Cases([
        new("Results", "one item per result", static (device, in work) =>
            OneBlock<TReduction>(device, work.Sizes, work.X, work.Y)),
        new("Columns", "one group per 32 adjacent columns, 8 rows at a time", static (device, in work) =>
            InGpuBlocks(device, work, Blocks(work.Sizes, 1024, 64, GroupFold.Columns), PassOfColumns<TReduction>),
            Pays: static (in work, _) => work.Sizes.Length >= GroupFold.Columns),
        new("Rows", "one group per block of a row, folded in shared memory", static (device, in work) =>
            InGpuBlocks(device, work, Blocks(work.Sizes, 1024, 2048, 1), PassOfRows<TReduction>),
            Fits: static (in work, _) => work.Sizes.Inner == 1,
            Pays: static (in work, _) => work.Sizes.Length >= GroupFold.Columns)]);

    public static KernelVersions<ReduceLaunch<TReduction>> Processor<TReduction>()
        where TReduction : unmanaged, IReduction => KernelVersions<ReduceLaunch<TReduction>>.Cases([
        new("ColumnsAlone", "one item per strip of 64 columns, totals in registers", static (device, in work) =>
            InBlocks(device, work, Blocks(work.Sizes, 64, 512, Strip), PassOfColumnsAlone<TReduction>, PassOfColumnsAlone<TReduction>)),
        new("RowsAlone", "one item per block of a row, 16 running totals", static (device, in work) =>
            InBlocks(device, work, Blocks(work.Sizes, 64, 1 << 14, 1), PassOfRowsAlone<TReduction>, PassOfRowsAlone<TReduction>),
            Fits: static (in work, _) => work.Sizes.Inner == 1)]);

    /// <summary>
    /// Into how many blocks the middle axis is cut: so that there are about so many pieces of work, a block no shorter than
    /// <paramref name="shortest"/>, where a piece is so many columns wide.
    /// </summary>
    private static int Blocks(Reduce sizes, int pieces, int shortest, int width)
    {
        long there = Math.Max((long)sizes.Outer * Division.Groups(sizes.Inner, width), 1);
        return (int)Math.Clamp(pieces / there, 1, Math.Max(sizes.Length / shortest, 1));
    }

    private static void InGpuBlocks<TReduction>(SimtDevice device, in ReduceLaunch<TReduction> work, int blocks, Pass pass)
        where TReduction : unmanaged, IReduction =>
        InBlocks(
            device, work, blocks, pass,
            blocks < GroupFold.Columns ? static (device, sizes, x, y, _) => OneBlock<TReduction>(device, sizes, x, y) : pass);

    private static void InBlocks<TReduction>(
        SimtDevice device, in ReduceLaunch<TReduction> work, int blocks, Pass pass, Pass combine)
        where TReduction : unmanaged, IReduction
    {
        Reduce sizes = work.Sizes;
        if (blocks == 1)
        {
            pass(device, sizes, work.X, work.Y, 1);
            return;
        }

        int length = sizes.Outer * blocks * sizes.Inner;
        DeviceBuffer scratch = device.Rent(length);
        var partials = new BufferView(scratch, 0, length);
        pass(device, sizes with { Divisor = 1, Accumulate = false }, work.X, partials, blocks);
        combine(device, sizes with { Length = blocks }, partials, work.Y, 1);
        scratch.Release();
    }

    private static void OneBlock<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y)
        where TReduction : unmanaged, IReduction =>
        Results<TReduction>(
            device, Division.Groups(sizes.Outer * sizes.Inner), x, y, sizes.Length, sizes.Inner, sizes.Divisor, sizes.Accumulate);

    private static void PassOfRows<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks)
        where TReduction : unmanaged, IReduction =>
        Rows<TReduction>(device, sizes.Outer * blocks, x, y, sizes.Length, blocks, sizes.Divisor, sizes.Accumulate);

    private static void PassOfColumns<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks)
        where TReduction : unmanaged, IReduction
    {
        int groups = sizes.Outer * blocks * Division.Groups(sizes.Inner, GroupFold.Columns);
        Columns<TReduction>(device, groups, x, y, sizes.Length, sizes.Inner, blocks, sizes.Divisor, sizes.Accumulate);
    }

    private static void PassOfRowsAlone<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks)
        where TReduction : unmanaged, IReduction
    {
        int units = sizes.Outer * blocks, groups = Division.Share(device, units, Division.Groups(sizes.Length, blocks));
        RowsAlone<TReduction>(device, groups, x, y, units, sizes.Length, blocks, sizes.Divisor, sizes.Accumulate);
    }

    private static void PassOfColumnsAlone<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks)
        where TReduction : unmanaged, IReduction
    {
        int units = sizes.Outer * blocks * Division.Groups(sizes.Inner, Strip);
        int groups = Division.Share(device, units, (long)Division.Groups(sizes.Length, blocks) * Math.Min(sizes.Inner, Strip));
        ColumnsAlone<TReduction>(device, groups, x, y, units, sizes.Length, sizes.Inner, blocks, sizes.Divisor, sizes.Accumulate);
    }

    [Kernel]
    internal static void Results<TReduction>(ArrayView<float> x, ArrayView<float> y, int length, int inner, int divisor, bool accumulate)
        where TReduction : unmanaged, IReduction
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            int begin = (i / inner * length * inner) + (i % inner);
            float total = (float)TReduction.Start;
            for (int r = 0; r < length; r++)
                total = TReduction.Combine<Lane>(total, x[begin + (r * inner)]).Value;
            Deliver(y, i, total, divisor, accumulate);
        }
    }

    /// <summary>Group g takes block g % blocks of row g / blocks; its result is y[g].</summary>
    [Kernel]
    internal static void Rows<TReduction>(ArrayView<float> x, ArrayView<float> y, int length, int blocks, int divisor, bool accumulate)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int row = Grid.IdxX / blocks, block = (length + blocks - 1) / blocks, first = Grid.IdxX % blocks * block,
        end = Math.Min(first + block, length);
        Cascade mine = Cascade.Empty<TReduction>();
        for (int r = first + Group.IdxX; r < end; r += GroupFold.Items)
            mine = Cascade.Add<TReduction>(mine, x[(row * length) + r]);
        float total = GroupFold.Of<TReduction>(shared, Cascade.Total<TReduction>(mine), 1);
        if (Group.IdxX == 0)
            Deliver(y, Grid.IdxX, total, divisor, accumulate);
    }

    /// <summary>Groups run over strips of 32 columns, then blocks of the middle axis, then outer indices.</summary>
    [Kernel]
    internal static void Columns<TReduction>(
        ArrayView<float> x, ArrayView<float> y, int length, int inner, int blocks, int divisor, bool accumulate)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupFold.Items);
        int strips = (inner + GroupFold.Columns - 1) / GroupFold.Columns, piece = Grid.IdxX / strips, outer = piece / blocks;
        int column = (Grid.IdxX % strips * GroupFold.Columns) + (Group.IdxX % GroupFold.Columns);
        int block = (length + blocks - 1) / blocks, first = piece % blocks * block, end = Math.Min(first + block, length);
        Cascade mine = Cascade.Empty<TReduction>();
        if (column < inner)
        {
            for (int r = first + (Group.IdxX / GroupFold.Columns); r < end; r += GroupFold.Rows)
                mine = Cascade.Add<TReduction>(mine, x[(((outer * length) + r) * inner) + column]);
        }

        float total = GroupFold.Of<TReduction>(shared, Cascade.Total<TReduction>(mine), GroupFold.Columns);
        if (Group.IdxX < GroupFold.Columns && column < inner)
            Deliver(y, (piece * inner) + column, total, divisor, accumulate);
    }

    /// <summary>Unit u is block u % blocks of row u / blocks.</summary>
    [Kernel(GroupSize = 1)]
    internal static void RowsAlone<TReduction>(
        ArrayView<float> x, ArrayView<float> y, int units, int length, int blocks, int divisor, bool accumulate)
        where TReduction : unmanaged, IReduction
    {
        int block = (length + blocks - 1) / blocks;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int first = unit % blocks * block, count = Math.Max(Math.Min(block, length - first), 0);
            Deliver(y, unit, RunFold.Of<TReduction>(x, (unit / blocks * length) + first, count), divisor, accumulate);
        }
    }

    /// <summary>Units run over strips of 64 columns, then blocks of the middle axis, then outer indices.</summary>
    [Kernel(GroupSize = 1)]
    internal static void ColumnsAlone<TReduction>(
        ArrayView<float> x, ArrayView<float> y, int units, int length, int inner, int blocks, int divisor, bool accumulate)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> totals = LocalMemory.Allocate<float>(Strip);
        ArrayView<float> levels = LocalMemory.Allocate<float>(PairwiseLevels.Count * Strip);
        int strips = (inner + Strip - 1) / Strip, block = (length + blocks - 1) / blocks;
        for (int unit = Grid.IdxX; unit < units; unit += Grid.DimX)
        {
            int column = unit % strips * Strip, piece = unit / strips, outer = piece / blocks;
            int first = piece % blocks * block, end = Math.Min(first + block, length), count = Math.Min(Strip, inner - column);
            int leaves = PairwiseLevels.Leaves(end - first), r = first;
            for (int leaf = 0; leaf < leaves; leaf++)
            {
                for (int i = 0; i < Strip; i++)
                    totals[i] = (float)TReduction.Start;
                for (int stop = Math.Min(first + ((leaf + 1) * PairwiseLevels.Chain), end); r < stop; r++)
                {
                    int begin = (((outer * length) + r) * inner) + column;
                    if (count == Strip)
                    {
                        // The same loop as below, of a length the compiler knows.
                        for (int i = 0; i < Loop.Unroll(Strip); i++)
                            totals[i] = TReduction.Combine<Lane>(totals[i], x[begin + i]).Value;
                    }
                    else
                    {
                        for (int i = 0; i < count; i++)
                            totals[i] = TReduction.Combine<Lane>(totals[i], x[begin + i]).Value;
                    }
                }

                PairwiseLevels.Add<TReduction>(levels, totals, leaf, leaf == leaves - 1, Strip);
            }

            for (int i = 0; i < count; i++)
                Deliver(y, (piece * inner) + column + i, totals[i], divisor, accumulate);
        }
    }

    private static void Deliver(ArrayView<float> y, int at, float total, int divisor, bool accumulate)
    {
        float value = total / (float)divisor;
        y[at] = accumulate ? y[at] + value : value;
    }
}
