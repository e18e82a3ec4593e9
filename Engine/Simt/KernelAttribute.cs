namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Marks a static method as a kernel: it runs once for each item of a launch, on a device. The translator writes it as OpenCL C and CUDA C
/// and adds a method of the same name that launches it, with the device and the number of groups in front and a <c>BufferView</c> for each
/// <c>ArrayView</c>. Kernels of one class are the rungs of a ladder.
/// </summary>
/// <param name="version">The rung, 1 for the naive one.</param>
/// <param name="idea">What is new in this version, in a few words.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute(int version, string idea) : Attribute
{
    public int Version { get; } = version;

    public string Idea { get; } = idea;

    /// <summary>Items in a group. 1 is the shape for a processor behind OpenCL: the item itself loops over what it is to do.</summary>
    public int GroupSize { get; init; } = 256;
}
