using GanFromScratch.Engine;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Where the engine differs from PyTorch on purpose: the rows of the table in Engine/README.md.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class DifferenceTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [Test]
    public void The_mean_of_nothing_is_0_and_a_loss_of_nothing_is_refused()
    {
        Tensor nothing = Make([0, 2]);
        Assert.That(nothing.Mean([0]).ToArray(), Is.EqualTo(new float[] { 0, 0 }));
        Assert.That(() => nothing.MeanSquaredError(nothing), Throws.TypeOf<ShapeException>());
        Assert.That(() => nothing.CrossEntropy(Make([0])), Throws.TypeOf<ShapeException>());
        Assert.That(() => Make([1], 3).Variance(), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void A_NaN_in_a_maximum_sends_no_gradient_back()
    {
        Tensor a = Variable([2], float.NaN, 1), b = Variable([2], 1, float.NaN);
        Assert.That(a.Maximum(b).ToArray(), Is.All.NaN);
        Assert.That(a.Minimum(b).ToArray(), Is.All.NaN);
        (a.Maximum(b) + a.Minimum(b)).Sum().Backward();
        Assert.That(a.Grad!.ToArray(), Is.All.Zero);
        Assert.That(b.Grad!.ToArray(), Is.All.Zero);
    }

    [Test]
    public void The_loss_of_an_infinite_logit_is_infinite_below_and_NaN_above()
    {
        const float Inf = float.PositiveInfinity;
        Assert.That(Make([1], -Inf).BinaryCrossEntropyWithLogits(Make([1], 1)).Item(), Is.EqualTo(Inf));
        Assert.That(Make([1], Inf).BinaryCrossEntropyWithLogits(Make([1], 0)).Item(), Is.NaN);
    }

    [Test]
    public void A_graph_may_be_walked_back_again()
    {
        Tensor x = Variable([2], 1, 2), y = x.Square().Sum();
        y.Backward();
        y.Backward();
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 4, 8 }));
    }
}
