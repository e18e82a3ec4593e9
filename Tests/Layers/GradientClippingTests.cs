using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

[TestFixtureSource(nameof(Devices))]
internal sealed class GradientClippingTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    /// <summary>Two parameters with the gradients (3, 4) and (0, −12), and one without.</summary>
    private Tensor[] WithGradients()
    {
        Tensor a = Variable([2], 0, 0), b = Variable([2], 0, 0), none = Variable([2], 0, 0);
        ((a * Make([2], 3, 4)).Sum() + (b * Make([2], 0, -12)).Sum()).Backward();
        return [a, b, none];
    }

    [Test]
    public void All_gradients_are_scaled_to_one_norm()
    {
        Tensor[] parameters = WithGradients();
        Assert.That(GradientClipping.ByNorm(parameters, 6.5f).Item(), Is.EqualTo(13).Within(1e-5));
        Assert.That(parameters[0].Grad!.ToArray(), Is.EqualTo(new[] { 1.5f, 2 }).Within(1e-5));
        Assert.That(parameters[1].Grad!.ToArray(), Is.EqualTo(new[] { 0f, -6 }).Within(1e-5));
        Assert.That(parameters[2].Grad, Is.Null);
    }

    [Test]
    public void Smaller_gradients_stay_as_they_are()
    {
        Tensor[] parameters = WithGradients();
        GradientClipping.ByNorm(parameters, 100);
        Assert.That(parameters[0].Grad!.ToArray(), Is.EqualTo(new float[] { 3, 4 }));
    }

    [TestCase(1, 19)]
    [TestCase(3, 12.2072)]
    [TestCase(double.PositiveInfinity, 12)]
    public void Other_norms(double order, double norm)
    {
        Tensor[] parameters = WithGradients();
        Assert.That(GradientClipping.ByNorm(parameters, (float)norm / 2, order).Item(), Is.EqualTo(norm).Within(1e-3));
        Assert.That(parameters[1].Grad!.ToArray()[1], Is.EqualTo(-6).Within(1e-3));
    }

    [Test]
    public void Each_element_can_be_bounded()
    {
        Tensor[] parameters = WithGradients();
        GradientClipping.ByValue(parameters, 3.5f);
        Assert.That(parameters[0].Grad!.ToArray(), Is.EqualTo(new[] { 3, 3.5f }));
        Assert.That(parameters[1].Grad!.ToArray(), Is.EqualTo(new[] { 0, -3.5f }));
    }

    [Test]
    public void A_recorded_step_clips_at_every_replay()
    {
        Tensor a = Tensor.Persistent(Device, [1]), slope = Tensor.Persistent(Device, [1], 8), seen = Tensor.Persistent(Device, [1]);
        a.RequiresGrad = true;
        using StepGraph graph = StepGraph.Capture(Device, () =>
        {
            using var scope = new TensorScope();
            a.ZeroGrad();
            (a * slope).Sum().Backward();
            GradientClipping.ByNorm([a], 2);
            seen.CopyFrom(a.Grad!);
        });
        graph.Replay();
        Assert.That(seen.Item(), Is.EqualTo(2).Within(1e-5));
        slope.Fill(1);
        graph.Replay();
        Assert.That(seen.Item(), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        Tensor[] parameters = WithGradients();
        Assert.That(() => GradientClipping.ByNorm(parameters, -1), Throws.TypeOf<InputException>());
        Assert.That(() => GradientClipping.ByNorm(parameters, 1, 0), Throws.TypeOf<InputException>());
        Assert.That(() => GradientClipping.ByNorm([], 1), Throws.TypeOf<InputException>());
        Assert.That(() => GradientClipping.ByValue(parameters, float.NaN), Throws.TypeOf<InputException>());
    }
}
