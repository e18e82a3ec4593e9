using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// Arrays in CPU memory for tests of SIMD kernels: off the alignment, between guards. Reading outside of an operand brings NaN into the
/// result; writing outside of a result damages a guard, which <see cref="Read"/> notices.
/// </summary>
internal sealed class KernelMemory : IDisposable
{
    private const int Guard = 17;
    private const float GuardValue = 12345;
    private readonly CpuDevice device = new(1);
    private readonly List<DeviceBuffer> buffers = [];

    /// <summary>An operand; what surrounds it is NaN.</summary>
    public BufferView Operand(float[] values) => Place(values, float.NaN);

    /// <summary>A result, full of numbers that must be overwritten, or with the content to add to.</summary>
    public BufferView Result(int length) => Place(Enumerable.Repeat(-77f, length).ToArray(), GuardValue);

    public BufferView Result(float[] content) => Place(content, GuardValue);

    public float[] Read(BufferView result)
    {
        var whole = new BufferView(result.Buffer, 0, result.Length + (2 * Guard));
        float[] values = new float[whole.Length];
        device.Download(whole, values);
        if (values.AsSpan(0, Guard).ContainsAnyExcept(GuardValue) || values.AsSpan(values.Length - Guard).ContainsAnyExcept(GuardValue))
            Assert.Fail("The kernel wrote outside of its result.");
        return values[Guard..^Guard];
    }

    public void Dispose()
    {
        buffers.ForEach(b => b.Release());
        device.Dispose();
    }

    private BufferView Place(float[] values, float guard)
    {
        DeviceBuffer buffer = device.Rent(values.Length + (2 * Guard));
        buffers.Add(buffer);
        float[] all = new float[values.Length + (2 * Guard)];
        Array.Fill(all, guard);
        values.CopyTo(all, Guard);
        device.Upload(all, new BufferView(buffer, 0, all.Length));
        return new BufferView(buffer, Guard, values.Length);
    }
}
