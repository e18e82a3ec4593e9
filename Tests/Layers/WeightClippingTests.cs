using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Layers;

public sealed class WeightClippingTests
{
    [Test]
    public void Every_weight_is_brought_within_the_limit()
    {
        using var device = new ReferenceDevice();
        using Tensor weight = Tensor.Persistent(device, [4]);
        weight.CopyFrom([-2, -0.5f, 0.25f, 7]);
        WeightClipping.ByValue([weight], 0.5f);
        Assert.That(weight.ToArray(), Is.EqualTo([-0.5f, -0.5f, 0.25f, 0.5f]));
        Assert.That(
            () => WeightClipping.ByValue([weight], -1),
            Throws.TypeOf<InputException>().With.Message.EqualTo("The limit of the weights must be ≥ 0, got -1."));
    }
}
