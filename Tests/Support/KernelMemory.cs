using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// Arrays in a device's memory for tests of kernels: off the alignment, between guards. Reading outside of an operand brings NaN into the
/// result; writing outside of a result damages a guard, which <see cref="Read"/> notices.
/// </summary>
internal sealed class KernelMemory : IDisposable
{
    private const int Guard = 17;
    private const float GuardValue = 12345;
    private readonly Device device;
    private readonly CpuDevice? own;
    private readonly List<DeviceBuffer> buffers = [];

    /// <summary>The memory of a processor, for SIMD kernels.</summary>
    public KernelMemory() => device = own = new CpuDevice(1);

    public KernelMemory(Device device) => this.device = device;

    /// <summary>An operand; what surrounds it is NaN.</summary>
    public BufferView Operand(float[] values) => Place(values, float.NaN);

    /// <summary>An operand of words that are not floats: random counters, indices.</summary>
    public BufferView Words(params uint[] values) => Place(values, BitConverter.SingleToUInt32Bits(GuardValue));

    /// <summary>A result, full of numbers that must be overwritten, or with the content to add to.</summary>
    public BufferView Result(int length) => Place(Enumerable.Repeat(-77f, length).ToArray(), GuardValue);

    public BufferView Result(float[] content) => Place(content, GuardValue);

    /// <summary>A result's numbers; fails where the kernel wrote beside them.</summary>
    public float[] Read(BufferView result)
    {
        var whole = new BufferView(result.Buffer, 0, result.Length + (2 * Guard));
        float[] values = new float[whole.Length];
        device.Download(whole, values);
        if (values.AsSpan(0, Guard).ContainsAnyExcept(GuardValue) || values.AsSpan(values.Length - Guard).ContainsAnyExcept(GuardValue))
            Assert.Fail("The kernel wrote outside of its result.");
        return values[Guard..^Guard];
    }

    public uint[] ReadWords(BufferView result)
    {
        uint[] words = new uint[result.Length];
        device.DownloadWords(result, words);
        return words;
    }

    public void Dispose()
    {
        device.Synchronize();
        buffers.ForEach(b => b.Release());
        own?.Dispose();
    }

    private BufferView Place(float[] values, float guard) =>
        Place(Array.ConvertAll(values, BitConverter.SingleToUInt32Bits), BitConverter.SingleToUInt32Bits(guard));

    private BufferView Place(uint[] words, uint guard)
    {
        DeviceBuffer buffer = device.Rent(words.Length + (2 * Guard));
        buffers.Add(buffer);
        uint[] all = new uint[words.Length + (2 * Guard)];
        Array.Fill(all, guard);
        words.CopyTo(all, Guard);
        device.UploadWords(all, new BufferView(buffer, 0, all.Length));
        return new BufferView(buffer, Guard, words.Length);
    }
}
