using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The number of groups of a launch, and the division of an array by kernels that treat every element alike. On a GPU neighbouring items
/// take neighbouring elements (coalesced access), one or a few each; on a processor a group is one item, which loops over one run of
/// elements. No result depends on the division.
/// </summary>
internal static class Division
{
    /// <summary>Items in a group of a GPU.</summary>
    public const int GroupSize = 256;

    /// <summary>Elements per item where an item takes more than one.</summary>
    public const int Several = 4;

    // A group costs a processor about as much as a few thousand elements of a light formula; more groups than this per core would not
    // improve the balance.
    private const int SmallestRun = 1 << 13, RunsPerUnit = 4;

    // Runs begin on multiples of a cache line, so that no two cores write to the same one.
    private const int Line = 16;

    // Items in flight per multiprocessor.
    private const int ItemsPerUnit = 2048;

    /// <summary>The number of groups of <paramref name="size"/> that gives each of <paramref name="items"/> an item.</summary>
    public static int Groups(int items, int size = GroupSize) => (int)(((long)items + size - 1) / size);

    /// <summary>Groups for that many elements if an item takes <see cref="Several"/>.</summary>
    public static int GroupsOfSeveral(int length) => Groups(Groups(length, Several));

    /// <summary>Groups of one item, each with a run of the elements: one for a small array, a few per core for a large one.</summary>
    public static int Runs(SimtDevice device, int length, int smallest = SmallestRun) =>
        Math.Min(Groups(length, smallest), RunsPerUnit * device.Traits.ComputeUnits);

    /// <summary>
    /// Groups of one item that take every <c>Grid.DimX</c>-th of <paramref name="units"/> pieces of work of so many numbers: a few groups
    /// per core, or a single one if there is little work.
    /// </summary>
    public static int Share(SimtDevice device, int units, long numbersEach) =>
        (int)Math.Min(
            Math.Min(units, RunsPerUnit * (long)device.Traits.ComputeUnits),
            Math.Max(units * numbersEach / SmallestRun, Math.Min(units, 1)));

    /// <summary>Whether all items of a GPU are busy even if each takes several elements, so that fewer items are enough.</summary>
    public static bool FillsWithSeveral(SimtTraits traits, int length) => length / Several >= ItemsPerUnit * traits.ComputeUnits;

    public static bool FillsWithSeveral(SimtDevice device, int length) => FillsWithSeveral(device.Traits, length);

    /// <summary>In a kernel with groups of one item: the begin of this item's run of an array.</summary>
    public static int Begin(int length) => Math.Min(Grid.IdxX * RunLength(length), length);

    /// <summary>The end of the run.</summary>
    public static int End(int length) => Math.Min((Grid.IdxX + 1) * RunLength(length), length);

    private static int RunLength(int length)
    {
        int unit = Grid.DimX * Line;
        return (length + unit - 1) / unit * Line;
    }
}
