namespace GanFromScratch.Engine.Simt.Vocabulary;

// The words of ILGPU in which kernels are written, so that the same kernel file compiles against the real package (-p:WithIlgpu=true) and
// without it. They have no bodies: a kernel never runs as C# here; the translator reads it and writes OpenCL C and CUDA C.

/// <summary>
/// A range of memory on the device: the kernel's view of a buffer, or an array of its own from <see cref="LocalMemory"/> or
/// <see cref="SharedMemory"/>. In C it is a pointer, with a length beside it where the kernel asks for it.
/// </summary>
/// <typeparam name="T">float, int or uint.</typeparam>
public readonly struct ArrayView<T>
    where T : unmanaged
{
    /// <summary>Number of elements.</summary>
    public int IntLength => throw OnDeviceOnly.Here();

    /// <summary>Element <paramref name="index"/>. Past the end is an error that only GAN_CHECKED=1 reports.</summary>
    public ref T this[int index] => throw OnDeviceOnly.Here();

    /// <summary>A part of this view.</summary>
    public ArrayView<T> SubView(int index, int length) => throw OnDeviceOnly.Here();
}
