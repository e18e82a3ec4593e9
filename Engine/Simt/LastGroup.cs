namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Finds the group of a launch that finishes last. Some launches change what all their groups read (a random counter, a step count); the
/// last one can do that safely, without a second launch. Groups count in a word of memory, the device's ticket, 0 between launches.
/// </summary>
internal static class LastGroup
{
    /// <summary>
    /// True in the last group. To be asked once by every group of the launch, by one item, behind a barrier that the others pass when they have
    /// read what is to change.
    /// </summary>
    public static bool Arrives(ArrayView<int> ticket)
    {
        // What was read before stays before: the fence keeps reads from being put off until after the count.
        MemoryFence.DeviceLevel();
        bool last = Atomic.Add(ref ticket[0], 1) == Grid.DimX - 1;
        if (last)
            ticket[0] = 0;
        return last;
    }
}
