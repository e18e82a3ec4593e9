using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Engine.Devices;

public class TensorScopeTests
{
    [Test]
    public void Its_end_disposes_what_was_made_in_it_but_for_what_was_kept()
    {
        using var device = new CpuDevice(1);
        Tensor kept, lost, persistent;
        using (var scope = new TensorScope())
        {
            kept = scope.Keep(Tensor.Ones(device, [4]));
            lost = Tensor.Ones(device, [4]);
            persistent = Tensor.Persistent(device, [4], 2);
        }

        Assert.Multiple(() =>
        {
            Assert.That(kept.ToArray(), Is.All.EqualTo(1));
            Assert.That(persistent.ToArray(), Is.All.EqualTo(2));
            Assert.That(() => lost.ToArray(), Throws.InstanceOf<ObjectDisposedException>());
        });
        kept.Dispose();
        persistent.Dispose();
    }

    [Test]
    public void Keep_passes_a_tensor_to_the_scope_around()
    {
        using var device = new CpuDevice(1);
        Tensor tensor;
        using (new TensorScope())
        {
            using (var inner = new TensorScope())
                tensor = inner.Keep(Tensor.Ones(device, [1]));
            Assert.That(tensor.Item(), Is.EqualTo(1));
        }

        Assert.That(() => tensor.Item(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Steps_in_scopes_take_no_more_memory_than_the_first()
    {
        using var device = new CpuDevice(1);
        long after1 = 0;
        for (int step = 0; step < 1000; step++)
        {
            using var scope = new TensorScope();
            Tensor x = Tensor.Ones(device, [1000]);
            x.RequiresGrad = true;
            (x * 3).Tanh().Sum().Backward();
            x.ZeroGrad();
            if (step == 0)
                after1 = device.AllocatedBytes;
        }

        Assert.That(device.AllocatedBytes, Is.EqualTo(after1));
    }

    [Test]
    public void Scopes_must_close_in_order()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        Assert.That(outer.Dispose, Throws.InvalidOperationException);
        inner.Dispose();
        outer.Dispose();
    }

    [Test]
    public void Tensors_dropped_outside_of_scopes_are_collected()
    {
        using var device = new CpuDevice(1);
        MakeAndDrop(device);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.That(device.AllocatedBytes, Is.Zero);

        static void MakeAndDrop(Device device)
        {
            for (int i = 0; i < 10; i++)
                Tensor.Ones(device, [1 << 16]);
        }
    }
}
