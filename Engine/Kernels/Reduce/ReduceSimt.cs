using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

// The ladder:
// 1  Results        An item walks the middle axis of its result. Few results leave the device idle; a row is read by one item alone, and a
//                   long one loses digits to its one running total: the others sum pairwise, or in a Cascade.
// 2  Rows           (Inner = 1) A group reads a row, neighbours side by side, and folds in shared memory. Long rows are cut into blocks.
// 3  Columns        (Inner > 1) A group takes 32 neighbouring columns and walks down 8 rows at a time: whole stretches of memory.
// 4  RowsAlone      (Inner = 1) For a processor: an item a block of a row, 16 running totals in vector registers.
// 5  ColumnsAlone   (Inner > 1) For a processor: an item a strip of 64 columns, whose totals stay in vector registers on the way down.
//
// Where rows are cut into blocks, a first launch leaves a result for each block in scratch memory, seen as (Outer, Blocks, Inner), and a
// second one reduces that by the same kernel. The number of blocks depends on the sizes alone.

/// <summary><see cref="Reduce"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class ReduceSimt
{
    private const int Strip = 64;

    public static void Run<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y)
        where TReduction : unmanaged, IReduction
    {
        int blocks = Blocks(device.Traits.IsProcessor, sizes);
        if (blocks == 1)
        {
            Launch<TReduction>(device, sizes, x, y, 1);
            return;
        }

        int partials = sizes.Outer * blocks * sizes.Inner;
        DeviceBuffer scratch = device.Rent(partials);
        var view = new BufferView(scratch, 0, partials);
        Launch<TReduction>(device, sizes with { Divisor = 1, Accumulate = false }, x, view, blocks);
        Launch<TReduction>(device, sizes with { Length = blocks }, view, y, 1);
        scratch.Release();
    }

    // Enough pieces to keep a device busy, none so short that folding it costs more than reading it. A GPU's choice does not depend on how
    // large a GPU it is, nor a processor's on its cores: the sums would differ from machine to machine.
    private static int Blocks(bool isProcessor, Reduce sizes)
    {
        (int pieces, int shortest, int width) = (isProcessor, sizes.Inner) switch
        {
            (true, 1) => (64, 1 << 14, 1),
            (true, _) => (64, 512, Strip),
            (false, 1) => (1024, 2048, 1),
            (false, _) => (1024, 64, GroupFold.Columns),
        };
        long there = Math.Max((long)sizes.Outer * Division.Groups(sizes.Inner, width), 1);
        return (int)Math.Clamp(pieces / there, 1, Math.Max(sizes.Length / shortest, 1));
    }

    private static void Launch<TReduction>(SimtDevice device, Reduce sizes, BufferView x, BufferView y, int blocks)
        where TReduction : unmanaged, IReduction
    {
        (int outer, int length, int inner) = (sizes.Outer, sizes.Length, sizes.Inner);
        int block = (length + blocks - 1) / blocks;
        if (device.Traits.IsProcessor && inner == 1)
        {
            int units = outer * blocks;
            int groups = Division.Share(device, units, block);
            RowsAlone<TReduction>(device, groups, x, y, units, length, blocks, sizes.Divisor, sizes.Accumulate);
        }
        else if (device.Traits.IsProcessor)
        {
            int units = outer * blocks * Division.Groups(inner, Strip);
            int groups = Division.Share(device, units, (long)block * Math.Min(inner, Strip));
            ColumnsAlone<TReduction>(device, groups, x, y, units, length, inner, blocks, sizes.Divisor, sizes.Accumulate);
        }
        else if (blocks == 1 && length < GroupFold.Columns)
        {
            Results<TReduction>(device, Division.Groups(outer * inner), x, y, length, inner, sizes.Divisor, sizes.Accumulate);
        }
        else if (inner == 1)
        {
            Rows<TReduction>(device, outer * blocks, x, y, length, blocks, sizes.Divisor, sizes.Accumulate);
        }
        else
        {
            int groups = outer * blocks * Division.Groups(inner, GroupFold.Columns);
            Columns<TReduction>(device, groups, x, y, length, inner, blocks, sizes.Divisor, sizes.Accumulate);
        }
    }

    [Kernel(1, "an item a result")]
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
    [Kernel(2, "a group a block of a row, folded in shared memory")]
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
    [Kernel(3, "a group 32 columns side by side, 8 rows at a time")]
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
    [Kernel(4, "an item a block of a row, 16 running totals", GroupSize = 1)]
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
    [Kernel(5, "an item a strip of columns, totals in registers", GroupSize = 1)]
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
