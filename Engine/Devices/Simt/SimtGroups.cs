namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>How many groups a launch gets.</summary>
internal static class SimtGroups
{
    // Handing work to another core costs a processor a few microseconds; with fewer numbers than this it does not pay.
    private const long Worthwhile = 1 << 13;

    // More groups than cores, so that a core which was late is not waited for.
    private const int PerCore = 4;

    /// <summary>Enough groups of <paramref name="size"/> that each of <paramref name="items"/> has an item.</summary>
    public static int Cover(int items, int size = 256) => (int)(((long)items + size - 1) / size);

    /// <summary>
    /// On a processor, for groups of one item that take every <c>Grid.DimX</c>-th of <paramref name="units"/> pieces of work: a few groups a
    /// core, or one alone where there is little to do. Who takes a piece changes nothing in its result.
    /// </summary>
    public static int Share(SimtDevice device, int units, long numbersEach) =>
        (int)Math.Min(Math.Min(units, PerCore * (long)device.Traits.ComputeUnits), Math.Max(units * numbersEach / Worthwhile, Math.Min(units, 1)));
}
