using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Autograd;

[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class AutogradTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void A_tensor_used_twice_sums_what_comes_back()
    {
        Tensor x = Variable([2], 2, 3);
        ((x * x) + (x * 4)).Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 8, 10 }));
    }

    [Test]
    public void The_same_gradient_may_go_to_both_operands_of_a_sum()
    {
        Tensor x = Variable([2], 2, 3), y = x * 2;
        (y + y).Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 4, 4 }));
    }

    [Test]
    public void Gradients_collect_until_they_are_zeroed()
    {
        Tensor x = Variable([1], 3);
        (x * 2).Sum().Backward();
        (x * 5).Sum().Backward();
        Assert.That(x.Grad!.Item(), Is.EqualTo(7));
        x.ZeroGrad();
        Assert.That(x.Grad, Is.Null);
        (x * 5).Sum().Backward();
        Assert.That(x.Grad!.Item(), Is.EqualTo(5));
    }

    [Test]
    public void A_matrix_gradient_written_in_place_collects_too()
    {
        Tensor w = Variable([2, 2], 1, 2, 3, 4), x = Make([1, 2], 5, 6);
        x.Linear(w).Sum().Backward();
        x.Linear(w).Sum().Backward();
        Assert.That(w.Grad!.ToArray(), Is.EqualTo(new float[] { 10, 12, 10, 12 }));
    }

    [Test]
    public void Detach_cuts_the_graph()
    {
        Tensor x = Variable([1], 3), y = x * 2;
        (y.Detach() * x).Sum().Backward();
        Assert.That(x.Grad!.Item(), Is.EqualTo(6));
    }

    [Test]
    public void Nothing_is_recorded_in_a_NoGrad_scope()
    {
        Tensor x = Variable([1], 3), y;
        using (new NoGradScope())
            y = x * 2;
        Assert.That(() => y.Backward(), Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("depends on nothing"));
        Assert.That(NoGradScope.IsActive, Is.False);
    }

    [Test]
    public void A_frozen_parameter_gets_no_gradient_but_passes_it_on()
    {
        Tensor x = Variable([1, 1], 3), w = Variable([1, 1], 2);
        w.RequiresGrad = false;
        x.MatMul(w).Sum().Backward();
        Assert.That(w.Grad, Is.Null);
        Assert.That(x.Grad!.Item(), Is.EqualTo(2));
    }

    [Test]
    public void What_was_computed_from_a_frozen_parameter_gives_it_no_gradient_even_after_thawing()
    {
        Tensor x = Variable([1, 1], 3), w = Variable([1, 1], 2);
        w.RequiresGrad = false;
        Tensor frozen = x.Linear(w).Sum();
        w.RequiresGrad = true;
        frozen.Backward();
        Assert.That(w.Grad, Is.Null);
        x.Linear(w).Sum().Backward();
        Assert.That(w.Grad!.Item(), Is.EqualTo(3));
    }

    [Test]
    public void A_pass_that_fails_leaves_nothing_for_the_next()
    {
        Tensor x = Variable([1], 3), saved = Make([1], 2), y = x * saved, z = (y * y) + (y * x);
        saved.Dispose();
        Assert.That(() => z.Sum().Backward(), Throws.InstanceOf<ObjectDisposedException>());
        x.ZeroGrad();
        Assert.That(() => Gradients.Of(z.Sum(), [x]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(Gradients.Of((x * 5).Sum(), [x])[0].Item(), Is.EqualTo(5));
        Assert.That(Gradients.Of((y.Detach() * x).Sum(), [x])[0].Item(), Is.EqualTo(6));
    }

    [Test]
    public void Gradients_of_chosen_inputs_leave_every_Grad_alone()
    {
        Tensor x = Variable([1], 3), w = Variable([1], 2), y = x * w;
        Tensor[] gradients = Gradients.Of((y * y).Sum(), [x, y]);
        Assert.Multiple(() =>
        {
            Assert.That(gradients[0].Item(), Is.EqualTo(24));
            Assert.That(gradients[1].Item(), Is.EqualTo(12));
            Assert.That(x.Grad, Is.Null);
            Assert.That(w.Grad, Is.Null);
        });
    }

    [Test]
    public void What_the_output_does_not_depend_on_has_gradient_zero()
    {
        Tensor x = Variable([2], 1, 2), other = Variable([3], 1, 2, 3);
        Assert.That(Gradients.Of(x.Sum(), [other])[0].ToArray(), Is.EqualTo(new float[3]));
    }

    [Test]
    public void A_gradient_penalty_is_differentiated_through_its_gradient()
    {
        // f(x) = w·x²/2 so f'(x) = w·x; penalty (f' − 1)² has d/dw = 2(w·x − 1)·x.
        Tensor x = Variable([1], 3), w = Variable([1], 2);
        Tensor slope = Gradients.Of((w * x.Square() * 0.5).Sum(), [x], createGraph: true)[0];
        (slope - 1).Square().Sum().Backward();
        Assert.That(w.Grad!.Item(), Is.EqualTo(2 * ((2 * 3) - 1) * 3).Within(1e-4));
    }

    [Test]
    public void Third_derivatives_exist()
    {
        Tensor x = Variable([1], 2), y = x.Pow(4f).Sum();
        for (int order = 0; order < 3; order++)
            y = Gradients.Of(y.Sum(), [x], createGraph: true)[0];
        Assert.That(y.Item(), Is.EqualTo(24 * 2).Within(1e-3));
    }

    [Test]
    public void A_deep_graph_does_not_overflow_the_stack()
    {
        Tensor x = Variable([1], 1), y = x;
        for (int i = 0; i < 20_000; i++)
            y += 1;
        y.Backward();
        Assert.That(x.Grad!.Item(), Is.EqualTo(1));
    }

    [Test]
    public void Mistakes_are_named_in_a_sentence()
    {
        Tensor x = Variable([2], 1, 2), y = x * 2;
        Assert.Multiple(() =>
        {
            Assert.That(() => y.Backward(), Throws.InstanceOf<ShapeException>().With.Message.Contains("shape (2) needs a gradient"));
            Assert.That(() => y.Backward(Make([3], 1, 2, 3)), Throws.InstanceOf<ShapeException>().With.Message.Contains("got (3)"));
            Assert.That(() => y.RequiresGrad = true, Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("Affine"));
        });
    }

    [Test]
    public void A_backward_pass_gives_its_memory_back_within_the_pass()
    {
        // 200 gradients of 64 KB each would be 12.8 MB if they lived to the end of the scope.
        Tensor x = Variable([16384], new float[16384]), y = x;
        for (int i = 0; i < 200; i++)
            y = y.Tanh();
        long before = Device.AllocatedBytes;
        y.Sum().Backward();
        Assert.That(Device.AllocatedBytes - before, Is.LessThan(10 * 16384 * sizeof(double)));
    }
}
