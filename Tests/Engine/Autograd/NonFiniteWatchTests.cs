using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Engine.Autograd;

public sealed class NonFiniteWatchTests
{
    private readonly CpuDevice device = new(threads: 1);

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    [Test]
    public void The_first_op_that_gives_no_number_is_named()
    {
        using var watch = new NonFiniteWatch();
        Tensor x = Tensor.From(device, [2], [1, -1]);
        Tensor fine = x.Exp(), bad = fine + x.Log();
        Assert.That(bad.ToArray()[1], Is.NaN);
        Assert.That(watch.First, Is.EqualTo("Log of shape (2), which became NaN"));
    }

    [Test]
    public void A_gradient_is_named_by_its_op()
    {
        using Tensor x = Tensor.Persistent(device, [2]);
        x.RequiresGrad = true;
        using var watch = new NonFiniteWatch();
        x.Sqrt().Sum().Backward();
        Assert.That(watch.First, Is.EqualTo("the gradient of Sqrt of shape (2), which became Infinity"));
    }

    [Test]
    public void Finite_ops_are_not_named_and_a_closed_watch_sees_nothing()
    {
        using Tensor x = Tensor.Persistent(device, [2], 2);
        var watch = new NonFiniteWatch();
        x.Log();
        watch.Dispose();
        (x - 3).Log();
        Assert.That(watch.First, Is.Null);
    }
}
