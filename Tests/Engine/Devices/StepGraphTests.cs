using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices;

[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class StepGraphTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void Recording_computes_nothing_and_replaying_computes_each_time()
    {
        using Tensor x = Tensor.Persistent(Device, [2], 1), total = Tensor.Persistent(Device, [2]);
        using var graph = StepGraph.Capture(Device, () =>
        {
            using var scope = new TensorScope();
            total.AddInPlace(x * 2);
        });
        Assert.That(total.ToArray(), Is.All.Zero);
        graph.Replay();
        x.CopyFrom([10, 20]);
        graph.Replay();
        Assert.That(total.ToArray(), Is.EqualTo(new float[] { 22, 42 }));
    }

    [Test]
    public void Its_memory_is_nobody_elses()
    {
        using Tensor x = Tensor.Persistent(Device, [1000], 1), y = Tensor.Persistent(Device, [1000]);
        using var graph = StepGraph.Capture(Device, () =>
        {
            using var scope = new TensorScope();
            y.CopyFrom(((x * 2) + 3).Square());
        });
        for (int i = 0; i < 3; i++)
        {
            graph.Replay();
            using var scope = new TensorScope();
            for (int k = 0; k < 20; k++)
                Tensor.Full(Device, [1000], -1);
        }

        Assert.That(y.ToArray(), Is.All.EqualTo(25));
    }

    [Test]
    public void Reading_or_writing_while_recording_is_refused()
    {
        using Tensor x = Tensor.Persistent(Device, [1]);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => StepGraph.Capture(Device, () => x.Item()), Throws.InvalidOperationException.With.Message.Contains("read a tensor"));
            Assert.That(
                () => StepGraph.Capture(Device, () => x.CopyFrom([1])),
                Throws.InvalidOperationException.With.Message.Contains("write to a tensor"));
            Assert.That(
                () => StepGraph.Capture(Device, () => StepGraph.Capture(Device, () => { })),
                Throws.InvalidOperationException.With.Message.Contains("another recording"));
            Assert.That(x.Item(), Is.Zero, "a failed recording leaves the device as it was");
        });
    }

    [Test]
    public void What_only_the_recording_knows_is_kept_alive_by_it()
    {
        using Tensor y = Tensor.Persistent(Device, [1000]);
        using StepGraph graph = RecordWithoutScope(Device, y);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            for (int k = 0; k < 10; k++)
                Tensor.Full(Device, [1000], -1);
            graph.Replay();
            Assert.That(y.ToArray(), Is.All.EqualTo(25));
        }
    }

    [Test]
    public void A_disposed_recording_refuses_to_replay()
    {
        StepGraph graph = StepGraph.Capture(Device, () => { });
        graph.Dispose();
        graph.Dispose();
        Assert.That(graph.Replay, Throws.InstanceOf<ObjectDisposedException>());
    }

    // In a method of its own, so that nothing here keeps the temporaries alive: neither they nor x are in a scope.
    private static StepGraph RecordWithoutScope(Device device, Tensor y)
    {
        StepGraph? graph = null;
        var thread = new Thread(() =>
        {
            Tensor x = Tensor.Persistent(device, [1000], 1);
            graph = StepGraph.Capture(device, () => y.CopyFrom(((x * 2) + 3).Square()));
        });
        thread.Start();
        thread.Join();
        return graph!;
    }
}
