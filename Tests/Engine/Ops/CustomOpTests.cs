using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Ops that are defined by two functions on tensors.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class CustomOpTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private static Tensor Cube(Tensor x) => Tensor.Op("Cube", [x], () => x * x * x, (_, dy) => [dy * x.Square() * 3]);

    /// <summary>a·b², with each gradient computed only if it is wanted.</summary>
    private static Tensor Weighed(Tensor a, Tensor b) => Tensor.Op(
        "Weighed",
        [a, b],
        () => a * b.Square(),
        (_, dy) =>
        [
            Gradients.IsWanted(a) ? dy * b.Square() : null,
            Gradients.IsWanted(b) ? dy * a * b * 2 : null,
        ]);

    [Test]
    [GradientOf("Op")]
    public void Gradients_of_every_order()
    {
        GradientAssert.Run(x => Cube(x[0].Tanh()), [[2, 3]]);
        GradientAssert.Run(x => Weighed(x[0], x[1]), [[4], [4]]);

        // The result itself serves the backward function.
        GradientAssert.Run(x => Tensor.Op("Root", [x[0]], x[0].Sqrt, (y, dy) => [dy / (y * 2)]), [[5]], low: 0.5);
    }

    [Test]
    public void The_forward_function_is_not_recorded_and_the_op_is()
    {
        Tensor x = Variable([2], 2, 3), y = Cube(x);
        Assert.That(y.IsInGraph, Is.True);
        Assert.That(y.IsLeaf, Is.False);
        Assert.That(y.RequiresGrad, Is.False);
        y.Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 12, 27 }));
        Tensor constant = Cube(Make([1], 2));
        Assert.That(constant.IsInGraph, Is.False);
        Assert.That(constant.Item(), Is.EqualTo(8));
    }

    [Test]
    public void A_forward_function_may_return_its_input()
    {
        Tensor x = Variable([2], 2, 3), inner = x * 2;
        Tensor Reversed(Tensor t) => Tensor.Op("Reversed", [t], () => t, (_, dy) => [-dy]);
        Assert.That(Gradients.Of(Reversed(x).Sum(), [x])[0].ToArray(), Is.All.EqualTo(-1));
        Assert.That(Gradients.Of(Reversed(inner).Sum(), [x])[0].ToArray(), Is.All.EqualTo(-2));
        Assert.That(x.RequiresGrad, Is.True);
    }

    [Test]
    public void Only_wanted_gradients_need_be_computed()
    {
        Tensor a = Variable([1], 2), b = Make([1], 3);
        Weighed(a, b).Backward();
        Assert.That(a.Grad!.Item(), Is.EqualTo(9));
        Assert.That(b.Grad, Is.Null);
    }

    [Test]
    public void Memory_that_a_backward_function_makes_for_itself_is_its_own()
    {
        Tensor x = Variable([2], 2, 3);
        Tensor y = Tensor.Op("Twice", [x], () => x * 2, (_, dy) =>
        {
            Tensor sum = Tensor.Zeros(dy.Device, dy.Shape);
            sum.AddInPlace(dy);
            sum.AddInPlace(dy);
            return [sum * 1];
        });
        y.Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.All.EqualTo(2));
    }

    [Test]
    public void An_input_that_has_changed_is_refused_as_for_every_op()
    {
        Tensor x = Variable([2], 2, 3), y = Cube(x).Sum();
        x.Fill(1);
        Assert.That(
            () => y.Backward(),
            Throws.InstanceOf<InvalidOperationException>()
                .With.Message.Contains("backward pass of Cube").And.Message.Contains("Fill has changed"));
    }

    [Test]
    public void Wrong_gradients_are_named()
    {
        Tensor x = Variable([2], 2, 3);
        Tensor few = Tensor.Op("Few", [x], () => x * 2, (_, _) => []).Sum();
        Tensor narrow = Tensor.Op("Narrow", [x], () => x * 2, (_, dy) => [dy.Sum()]).Sum();
        Assert.That(
            () => few.Backward(),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo(
                "The backward function of Few must return a gradient or null for each of its 1 inputs, got 0."));
        Assert.That(
            () => narrow.Backward(),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo(
                "The backward function of Narrow must return gradients of its inputs' shapes, got () for input 0 of shape (2)."));
    }
}
