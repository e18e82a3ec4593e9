namespace GanFromScratch.Engine.Simt;

/// <summary>
/// Marks a static method as a kernel: it runs once for each item of a launch, on a device. The translator writes it as OpenCL C and CUDA
/// C and adds a method of the same name that launches it, with the device and the number of groups as the first parameters and a
/// <c>BufferView</c> for each <c>ArrayView</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelAttribute : Attribute
{
    /// <summary>Items in a group. 1 is for a processor behind OpenCL: the item itself loops over its share.</summary>
    public int GroupSize { get; init; } = 256;
}
