using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Tests.Engine.Devices;

public class WorkerTeamTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public void Every_item_is_done_once_and_then_Finish(int threads)
    {
        using var device = new CpuDevice(threads);
        foreach (int items in new[] { 0, 1, 2, 7, 100, 1001 })
        {
            using Tensor counts = Tensor.Persistent(device, [items + 1]);
            for (int round = 0; round < 50; round++)
                device.Launch(new CountLaunch(counts.View, items));
            float[] values = counts.ToArray();
            Assert.That(values[..items], Is.All.EqualTo(50), $"{items} items");
            Assert.That(values[items], Is.EqualTo(50), "Finish");
        }
    }

    [Test]
    public void A_failing_kernel_is_reported_and_the_team_goes_on()
    {
        using var device = new CpuDevice(2);
        for (int i = 0; i < 20; i++)
            Assert.That(() => device.Launch(new FailingLaunch()), Throws.InstanceOf<InvalidOperationException>());
        using Tensor x = Tensor.Persistent(device, [1 << 20], 1);
        Assert.That(x.Sum().Item(), Is.EqualTo(1 << 20));
    }

    [Test]
    public void Launches_from_several_threads_take_turns()
    {
        using var device = new CpuDevice(2);
        Parallel.For(0, 8, _ =>
        {
            using Tensor counts = Tensor.Persistent(device, [1001]);
            for (int round = 0; round < 100; round++)
                device.Launch(new CountLaunch(counts.View, 1000));
            Assert.That(counts.ToArray(), Is.All.EqualTo(100));
        });
    }

    [Test]
    public void A_device_may_be_disposed_twice()
    {
        var device = new CpuDevice(2);
        device.Dispose();
        Assert.That(device.Dispose, Throws.Nothing);
    }

    [Test]
    public void Operands_of_two_devices_are_refused_by_name()
    {
        using var cpu = new CpuDevice(1);
        using var reference = new GanFromScratch.Engine.Devices.Reference.ReferenceDevice();
        using Tensor a = Tensor.Persistent(cpu, [2]), b = Tensor.Persistent(reference, [2]);
        Assert.Multiple(() =>
        {
            Assert.That(() => a + b, Throws.InstanceOf<InputException>().With.Message.Contains("on cpu was given a tensor on reference"));
            Assert.That(() => b + a, Throws.InstanceOf<InputException>().With.Message.Contains("on reference was given a tensor on cpu"));
        });
    }

    [Test]
    public void A_wrong_number_of_threads_is_refused() =>
        Assert.That(() => new CpuDevice(-1), Throws.InstanceOf<InputException>().With.Message.Contains("1 to 1024"));

    private readonly unsafe struct CountLaunch(BufferView counts, int items) : ISimdLaunch<CountLaunch>
    {
        private readonly float* counts = CpuBuffer.Pointer(counts);

        public int Items { get; } = items;

        public int Grain => 3;

        public void Run<L>(int begin, int end)
            where L : unmanaged, ILanes<L>
        {
            for (int i = begin; i < end; i++)
                counts[i]++;
        }

        public static void Finish(in CountLaunch launch) => launch.counts[launch.Items]++;
    }

    private readonly struct FailingLaunch : ISimdLaunch<FailingLaunch>
    {
        public int Items => 10;

        public int Grain => 1;

        public void Run<L>(int begin, int end)
            where L : unmanaged, ILanes<L> =>
            throw new InvalidOperationException("on purpose");
    }
}
