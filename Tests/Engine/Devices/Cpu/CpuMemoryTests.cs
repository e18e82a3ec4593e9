using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Tests.Engine.Devices.Cpu;

public class CpuMemoryTests
{
    [Test]
    public void What_the_machine_has_no_room_for_is_refused_in_a_sentence_and_the_device_goes_on()
    {
        using var small = new CpuDevice(threads: 1, memory: 1_000_000);
        Assert.That(
            () => Tensor.Persistent(small, [1_000_000]),
            Throws.TypeOf<InputException>().With.Message.Contains(
                "has no room for another 4.2 MB: 0 bytes of 1.0 MB are in use here").And.Message.EndWith(
                "use a smaller batch or model, or another device."));
        using Tensor fits = Tensor.Persistent(small, [1000], 3);
        Assert.That(fits.ToArray(), Is.All.EqualTo(3));
    }

    [Test]
    public void Working_memory_beyond_a_buffer_is_refused_in_a_sentence()
    {
        // The weight gradient of dcgan's second convolution at batch 120,000.
        var sizes = new Conv2d(120_000, 64, 14, 14, 128, 5, 5, new Conv2dOptions(stride: 2, padding: 2));
        Assert.That(
            () => Conv2dWeightGradientSimd.Scratch(sizes),
            Throws.TypeOf<InputException>().With.Message.Match("A kernel needs [0-9,]+ words of working memory"));
        Assert.That(() => Device.LengthOf(1L << 31), Throws.TypeOf<InputException>().With.Message.Contains("2,147,483,648 words"));
        Assert.That(Device.LengthOf(int.MaxValue), Is.EqualTo(int.MaxValue));
    }
}
