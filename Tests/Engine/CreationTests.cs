using GanFromScratch.Engine;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine;

/// <summary>Tensors of numbers that are not floats, and back.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class CreationTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void Doubles_keep_their_digits_where_the_device_keeps_them()
    {
        double[] values = [Math.PI, 1 / 3.0];
        Tensor tensor = Tensor.From(Device, [2], values);
        Assert.That(tensor.ToArray(), Is.EqualTo(new[] { (float)Math.PI, 1 / 3f }));
        Assert.That(tensor.ToDoubleArray(), Is.EqualTo(DeviceName == "reference" ? values : [(float)Math.PI, 1 / 3f]));
    }

    [Test]
    public void Whole_numbers_are_exact_or_refused()
    {
        int[] classes = [3, -1, 16_777_216], tooLarge = [0, 16_777_217];
        Assert.That(Tensor.From(Device, [3], classes).ToArray(), Is.EqualTo(new float[] { 3, -1, 16_777_216 }));
        Assert.That(
            () => Tensor.From(Device, [2], tooLarge), Throws.TypeOf<InputException>().With.Message.Contains("got 16,777,217 at place 1"));
        Assert.That(Tensor.From(Device, [3], new byte[] { 0, 128, 255 }).ToArray(), Is.EqualTo(new float[] { 0, 128, 255 }));
    }

    [Test]
    public void The_number_of_values_is_the_shapes()
    {
        Assert.That(() => Tensor.From(Device, [2], new[] { 1.0 }), Throws.TypeOf<ShapeException>());
        Assert.That(() => Tensor.From(Device, [2], new[] { 1 }), Throws.TypeOf<ShapeException>());
        Assert.That(() => Tensor.From(Device, [2], new byte[] { 1 }), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void A_clamp_may_be_open_on_one_side()
    {
        Tensor x = Variable([3], -2, 0.5f, 3);
        Assert.That(x.Clamp(low: 0).ToArray(), Is.EqualTo(new[] { 0, 0.5f, 3 }));
        Assert.That(x.Clamp(high: 1).ToArray(), Is.EqualTo(new[] { -2, 0.5f, 1 }));
        x.Clamp(low: 0).Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 0, 1, 1 }));
    }
}
