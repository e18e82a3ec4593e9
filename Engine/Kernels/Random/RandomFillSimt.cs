using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// <see cref="RandomFill"/> on a GPU, or on a processor behind OpenCL, with the same bits as any other device. The group that finishes
/// last advances the counter within the launch, after all groups have read it.
/// </summary>
internal static partial class RandomFillSimt
{
    // Ten rounds of Philox and a distribution are enough work for a group at fewer elements than a light formula is.
    private const int SmallestRun = 1 << 9;

    public static KernelVersions<RandomFillLaunch<TDistribution>> Gpu<TDistribution>()
        where TDistribution : unmanaged, IDistribution => KernelVersions<RandomFillLaunch<TDistribution>>.Ladder([
        new("Block", "one item per Philox block of four numbers", static (device, in work) => Block(
            device, Division.Groups(RandomFill.Blocks(work.Y.Length)), work.State, work.Y, device.Ticket, work.Distribution))]);

    public static KernelVersions<RandomFillLaunch<TDistribution>> Processor<TDistribution>()
        where TDistribution : unmanaged, IDistribution => KernelVersions<RandomFillLaunch<TDistribution>>.Ladder([
        new("Stretch", "one item per run of blocks", static (device, in work) => Stretch(
            device, Division.Runs(device, RandomFill.Blocks(work.Y.Length), SmallestRun), work.State, work.Y, device.Ticket,
            work.Distribution))]);

    [Kernel]
    internal static void Block<TDistribution>(ArrayView<uint> state, ArrayView<float> y, ArrayView<int> ticket, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        int i = Grid.GlobalIndex.X;
        if (i < RandomFill.Blocks(y.IntLength))
            Draw(y, i, state[0], state[1], Counter(state, i), distribution);
        Group.Barrier();
        MemoryFence.DeviceLevel();
        if (Group.IdxX == 0 && LastGroup.Arrives(ticket))
            MoveOn(state, RandomFill.Blocks(y.IntLength));
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch<TDistribution>(
        ArrayView<uint> state, ArrayView<float> y, ArrayView<int> ticket, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        int blocks = RandomFill.Blocks(y.IntLength), end = Division.End(blocks);
        uint key0 = state[0], key1 = state[1];
        ulong counter = Counter(state, 0);
        for (int i = Division.Begin(blocks); i < end; i++)
            Draw(y, i, key0, key1, counter + (uint)i, distribution);
        MemoryFence.DeviceLevel();
        if (LastGroup.Arrives(ticket))
            MoveOn(state, blocks);
    }

    /// <summary>Elements 4i … 4i + 3, as far as there are so many, from block <paramref name="counter"/>.</summary>
    private static void Draw<TDistribution>(ArrayView<float> y, int i, uint key0, uint key1, ulong counter, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = 0, c3 = 0;
        Philox.Rounds(ref c0, ref c1, ref c2, ref c3, key0, key1);
        Lane a = Philox.UnitInterval(c0), b = Philox.UnitInterval(c1), c = Philox.UnitInterval(c2), d = Philox.UnitInterval(c3);
        distribution.Draw<Lane>(ref a, ref b, ref c, ref d);
        int first = 4 * i, left = y.IntLength - first;
        y[first] = a.Value;
        if (left > 1)
            y[first + 1] = b.Value;
        if (left > 2)
            y[first + 2] = c.Value;
        if (left > 3)
            y[first + 3] = d.Value;
    }

    private static ulong Counter(ArrayView<uint> state, int block) => (state[2] | ((ulong)state[3] << 32)) + (uint)block;

    private static void MoveOn(ArrayView<uint> state, int blocks)
    {
        ulong counter = Counter(state, blocks);
        state[2] = (uint)counter;
        state[3] = (uint)(counter >> 32);
    }
}
