using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Engine.Simt;

namespace GanFromScratch.Tests.Engine.Devices.Cuda;

/// <summary>What only a real GPU shows, besides the kernels of <see cref="DialectKernelTests"/>.</summary>
public class CudaTests : SimtDeviceFixture
{
    protected override string DeviceName => "cuda";

    [Test]
    public void A_recorded_step_replays_with_what_is_in_memory_then()
    {
        string? notice = null;
        Device.Notice += (_, e) => notice = e.Message;
        BufferView view = View(new float[1000]);
        using (StepGraph graph = StepGraph.Capture(Device, () =>
        {
            for (int i = 0; i < 10; i++)
                Launch(DialectKernels.AddOne, 4, a => a.Add(view));
        }))
        {
            Assert.That(Read(view), Is.All.Zero);
            graph.Replay();
            graph.Replay();
            Assert.That(Read(view), Is.All.EqualTo(20));
            Device.Upload([.. Enumerable.Repeat(100f, 1000)], view);
            graph.Replay();
            Assert.That(Read(view), Is.All.EqualTo(110));
        }

        Assert.That(notice, Is.Null, "the driver made no graph of it");
    }

    [Test]
    public void A_full_memory_is_told()
    {
        List<DeviceBuffer> held = [];
        Assert.That(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                    held.Add(Device.Rent(1 << 28));
            },
            Throws.InstanceOf<InputException>().With.Message.Contains("has no room for another"));
        held.ForEach(b => b.Release());
    }
}
