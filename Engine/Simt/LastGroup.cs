namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Finds the group of a launch that finishes last. Some launches change data that all their groups read (a random counter, a step count);
/// the last group can do that safely, without a second launch. Groups count in a word of memory, the device's ticket, 0 between launches.
/// </summary>
internal static class LastGroup
{
    /// <summary>
    /// True in the last group. Must be called once by every group of the launch, by one item, after a barrier that the other items pass
    /// when they have read the data that will change, and after a fence, which prevents those reads from moving past the count. All items
    /// pass the fence: in ILGPU's OpenCL C it is a barrier.
    /// </summary>
    public static bool Arrives(ArrayView<int> ticket)
    {
        bool last = Atomic.Add(ref ticket[0], 1) == Grid.DimX - 1;
        if (last)
            ticket[0] = 0;
        return last;
    }
}
