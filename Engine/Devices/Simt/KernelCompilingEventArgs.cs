namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A kernel is about to be compiled, which may take seconds; afterwards it comes from the cache.</summary>
/// <param name="program">The kernel with its type arguments.</param>
/// <param name="count">Number of kernels that this device has had to compile, this one included.</param>
public sealed class KernelCompilingEventArgs(string program, int count) : EventArgs
{
    public string Program { get; } = program;

    public int Count { get; } = count;
}
