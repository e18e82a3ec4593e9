namespace GanFromScratch.Engine.Simt.Vocabulary;

/// <summary>What happens when a word of kernels is used outside of one.</summary>
internal static class OnDeviceOnly
{
    public static InvalidOperationException Here() => new(
        "This is a word of kernels: it has a meaning only in a method marked [Kernel], on a device. To step through kernels in a debugger, build with -p:WithIlgpu=true and use the device ilgpu-cpu.");
}
