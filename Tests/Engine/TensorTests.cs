using GanFromScratch.Engine;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine;

[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class TensorTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void Values_go_to_the_device_and_come_back()
    {
        Tensor tensor = Make([2, 2], 1, 2, 3, 4);
        Assert.That(tensor.ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
        tensor.CopyFrom([5, 6, 7, 8]);
        Assert.That(tensor.ToArray(), Is.EqualTo(new float[] { 5, 6, 7, 8 }));
    }

    [Test]
    public void Creation_fills()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Tensor.Zeros(Device, [3]).ToArray(), Is.EqualTo(new float[3]));
            Assert.That(Tensor.Ones(Device, [2]).ToArray(), Is.EqualTo(new float[] { 1, 1 }));
            Assert.That(Tensor.Full(Device, [1, 2], 2.5f).ToArray(), Is.EqualTo(new[] { 2.5f, 2.5f }));
            Assert.That(Tensor.Scalar(Device, 7).Item(), Is.EqualTo(7));
            Assert.That(Tensor.Arange(Device, 4).ToArray(), Is.EqualTo(new float[] { 0, 1, 2, 3 }));
            Assert.That(Tensor.Persistent(Device, [2], 3).ToArray(), Is.EqualTo(new float[] { 3, 3 }));
        });
    }

    [Test]
    public void A_reshape_shares_memory()
    {
        Tensor tensor = Make([2, 3], 1, 2, 3, 4, 5, 6), reshaped = tensor.Reshape(3, -1);
        tensor.CopyFrom([6, 5, 4, 3, 2, 1]);
        Assert.That(reshaped.Shape == [3, 2], Is.True);
        Assert.That(reshaped.ToArray(), Is.EqualTo(new float[] { 6, 5, 4, 3, 2, 1 }));
    }

    [Test]
    public void A_reshape_outlives_the_tensor_it_shares_with()
    {
        Tensor tensor = Make([4], 1, 2, 3, 4), reshaped = tensor.Reshape(2, 2);
        tensor.Dispose();
        Tensor.Full(Device, [4], 9);
        Assert.That(reshaped.ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Operators_broadcast()
    {
        Tensor matrix = Make([2, 3], 1, 2, 3, 4, 5, 6), row = Make([3], 10, 20, 30), column = Make([2, 1], 100, 200);
        Assert.Multiple(() =>
        {
            Assert.That((matrix + row).ToArray(), Is.EqualTo(new float[] { 11, 22, 33, 14, 25, 36 }));
            Assert.That((column - matrix).ToArray(), Is.EqualTo(new float[] { 99, 98, 97, 196, 195, 194 }));
            Assert.That((matrix * 2).ToArray(), Is.EqualTo(new float[] { 2, 4, 6, 8, 10, 12 }));
            Assert.That((12 / matrix).ToArray(), Is.EqualTo(new float[] { 12, 6, 4, 3, 2.4f, 2 }).Within(1e-6));
            Assert.That((1 - matrix).ToArray(), Is.EqualTo(new float[] { 0, -1, -2, -3, -4, -5 }));
            Assert.That((row / column).ToArray(), Is.EqualTo(new[] { 0.1f, 0.2f, 0.3f, 0.05f, 0.1f, 0.15f }).Within(1e-6));
        });
    }

    [Test]
    public void It_shows_its_values_shape_and_device()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Make([2, 2], 1, 2, 3, 4).ToString(), Is.EqualTo($"[[1, 2],\n [3, 4]] (2, 2) on {device}"));
            Assert.That(Tensor.Arange(Device, 100).ToString(), Is.EqualTo($"[0, 1, 2, …, 97, 98, 99] (100) on {device}"));
            Assert.That(Tensor.Scalar(Device, 0.5f).ToString(), Is.EqualTo($"0.5 () on {device}"));
            Assert.That((Variable([1], 2) * 3).ToString(), Does.EndWith("from Affine"));
        });
    }

    [Test]
    public void Mistakes_are_named_in_a_sentence()
    {
        Tensor two = Make([2], 1, 2);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Tensor.From(Device, [3], [1, 2]), Throws.InstanceOf<ShapeException>().With.Message.Contains("needs 3 values, got 2"));
            Assert.That(() => two.Item(), Throws.InstanceOf<ShapeException>().With.Message.Contains("got shape (2)"));
            Assert.That(() => two.Reshape(3), Throws.InstanceOf<ShapeException>().With.Message.Contains("has 2 elements"));
            Assert.That(() => two.Reshape(-1, -1), Throws.InstanceOf<ShapeException>().With.Message.Contains("only one size can be -1"));
            Assert.That(
                () => two.CopyFrom(Make([3], 1, 2, 3)), Throws.InstanceOf<ShapeException>().With.Message.Contains("expected 2 elements"));
            Assert.That(() => two.MatMul(two), Throws.InstanceOf<ShapeException>().With.Message.Contains("needs two matrices"));
            Assert.That(
                () => Make([2, 3], 1, 2, 3, 4, 5, 6).MatMul(Make([2, 1], 1, 2)),
                Throws.InstanceOf<ShapeException>().With.Message.Contains("inner sizes must agree, got 3 and 2"));
        });
    }

    [Test]
    public void A_disposed_tensor_says_so()
    {
        Tensor tensor = Make([1], 1);
        tensor.Dispose();
        tensor.Dispose();
        Assert.That(() => tensor + 1, Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("Keep"));
    }
}
