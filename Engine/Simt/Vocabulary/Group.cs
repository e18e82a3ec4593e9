namespace GanFromScratch.Engine.Simt.Vocabulary;

/// <summary>The items that run together, share <see cref="SharedMemory"/>, and can wait for each other.</summary>
public static class Group
{
    /// <summary>Which item of the group this is, 0 … <see cref="DimX"/> − 1.</summary>
    public static int IdxX => throw OnDeviceOnly.Here();

    /// <summary>Items in the group: the kernel's <see cref="KernelAttribute.GroupSize"/>.</summary>
    public static int DimX => throw OnDeviceOnly.Here();

    /// <summary>
    /// Waits until all items of the group are here; what they wrote to memory before it, all of them see after it. Every item must get
    /// here, as often as the others: the translator refuses a barrier where items may differ.
    /// </summary>
    public static void Barrier() => throw OnDeviceOnly.Here();
}
