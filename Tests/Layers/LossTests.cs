using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Losses by hand, and what they refuse.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class LossTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void Values_are_the_textbook_ones()
    {
        Tensor p = Make([2, 1], 0.25f, 0.5f), t = Make([2, 1], 1, 0);
        Assert.That(Losses.BinaryCrossEntropy(p, t).Item(), Is.EqualTo((Math.Log(4) + Math.Log(2)) / 2).Within(1e-6));
        Assert.That(
            Losses.BinaryCrossEntropyWithLogits(Make([2, 1], -MathF.Log(3), 0), t).Item(),
            Is.EqualTo((Math.Log(4) + Math.Log(2)) / 2).Within(1e-6));
        Assert.That(Losses.Mse(p, t).Item(), Is.EqualTo((0.5625 + 0.25) / 2).Within(1e-6));
        Assert.That(Losses.L1(p, t).Item(), Is.EqualTo((0.75 + 0.5) / 2).Within(1e-6));
        // A certain mistake costs 100 and no more.
        Assert.That(Losses.BinaryCrossEntropy(Make([1], 0), Make([1], 1)).Item(), Is.EqualTo(100).Within(1e-4));
    }

    [Test]
    public void Cross_entropy_takes_classes_from_the_device_or_the_host()
    {
        Tensor logits = Make([2, 3], 0, MathF.Log(2), 0, 1, 1, 1);
        double expected = (Math.Log(2) + Math.Log(3)) / 2;
        Assert.That(Losses.CrossEntropy(logits, Make([2], 1, 2)).Item(), Is.EqualTo(expected).Within(1e-6));
        Assert.That(Losses.CrossEntropy(logits, [1, 2]).Item(), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Make([2, 3], 0, 0, 0, 0, 0, 0), y = Make([2], 0, 0);
        Func<Tensor, Tensor, Tensor>[] losses =
        [
            (a, b) => Losses.BinaryCrossEntropy(a, b), (a, b) => Losses.BinaryCrossEntropyWithLogits(a, b),
            (a, b) => Losses.Mse(a, b), (a, b) => Losses.L1(a, b),
        ];
        foreach (Func<Tensor, Tensor, Tensor> loss in losses)
            Assert.That(
                () => loss(x, y),
                Throws.TypeOf<ShapeException>().With.Message.EndsWith("expected targets of the predictions' shape (2, 3), got (2)."));
        Assert.That(
            () => Losses.CrossEntropy(x, Make([3], 0, 0, 0)), Throws.TypeOf<ShapeException>().With.Message.Contains("got (2, 3) and (3)"));
        Assert.That(() => Losses.CrossEntropy(y, y), Throws.TypeOf<ShapeException>());
        Assert.That(() => Losses.CrossEntropy(x, [0, 3]), Throws.TypeOf<InputException>().With.Message.EqualTo(
            "CrossEntropy: expected classes from 0 to 2 for logits (2, 3), got 3 for sample 1."));
        Assert.That(() => Losses.CrossEntropy(x, [-1, 0]), Throws.TypeOf<InputException>().With.Message.Contains("got -1 for sample 0"));
    }
}
