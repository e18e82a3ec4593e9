using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>What runs before, in and after a fade, and what learns then.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
internal sealed class FadeInTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [TestCase(0, null, 1, 0)]
    [TestCase(1, 0f, 1, 0)]
    [TestCase(1, 0.25f, 0.75f, 0.25f)]
    [TestCase(1, 1f, 0, 1)]
    [TestCase(1, null, 0, 1)]
    [TestCase(2, 0.5f, 0, 1)]
    public void Output_and_gradients_are_the_shares_of_both_branches(int stage, float? alpha, float old, float next)
    {
        using var random = new RandomSource(Device, 1);
        var growth = new Growth();
        using var layer = new FadeIn(growth, 1, new Sequential(new Dense(3, 2, random)), new Sequential(new Dense(3, 2, random)));
        growth.StandAt(stage, alpha is float share ? Make([], share) : null);
        Tensor x = random.Normal([4, 3]), weight = random.Normal([4, 2]);
        x.RequiresGrad = true;
        Tensor y = layer.Forward(x);
        (y * weight).Sum().Backward();

        // A dense layer alone gives value and gradients of its branch.
        (float[] Value, float[] X, float[] W) before = Alone(0), after = Alone(1);
        Assert.Multiple(() =>
        {
            Assert.That(y.ToArray(), Is.EqualTo(Sum(before.Value, after.Value)).AsCollection.Within(1e-5));
            Assert.That(x.Grad!.ToArray(), Is.EqualTo(Sum(before.X, after.X)).AsCollection.Within(1e-5));
            Check(0, old, before.W);
            Check(1, next, after.W);
        });

        float[] Sum(float[] a, float[] b) => [.. a.Zip(b, (p, q) => (old * p) + (next * q))];

        void Check(int branch, float factor, float[] alone)
        {
            Tensor? gradient = layer.Children[branch].Parameters()[0].Grad;
            bool runs = layer.Running.Contains(layer.Children[branch]);
            Assert.That(gradient != null, Is.EqualTo(runs), "what does not run gets no gradient");
            Assert.That(runs || factor == 0);
            if (gradient != null)
                Assert.That(gradient.ToArray(), Is.EqualTo(alone.Select(v => factor * v)).AsCollection.Within(1e-5));
        }

        (float[] Value, float[] X, float[] W) Alone(int branch)
        {
            using var dense = new Dense(3, 2, random);
            dense.LoadStateDict(((Sequential)layer.Children[branch])[0].StateDict());
            Tensor point = x.Detach();
            point.RequiresGrad = true;
            Tensor value = dense.Forward(point);
            (value * weight).Sum().Backward();
            return (value.ToArray(), point.Grad!.ToArray(), dense.Weight.Grad!.ToArray());
        }
    }

    [Test]
    public void Branches_of_two_shapes_are_refused_and_its_tensors_have_names()
    {
        using var random = new RandomSource(Device, 1);
        using FadeIn good = new(new Growth(), 1, new Sequential(new Dense(3, 2, random)), new Sequential(new Dense(3, 2, random)));
        using FadeIn bad = new(new Growth(), 2, new Sequential(new Dense(3, 2, random)), new Sequential(new Dense(3, 4, random)));
        Assert.Multiple(() =>
        {
            Assert.That(
                good.NamedParameters().Select(p => p.Name),
                Is.EqualTo(new[] { "old.0.weight", "old.0.bias", "next.0.weight", "next.0.bias" }));
            Assert.That(
                () => bad.Forward(random.Normal([1, 3])),
                Throws.TypeOf<ShapeException>().With.Message.EqualTo(
                    "FadeIn stage 2: expected input of which both branches make one shape (they make (1, 2) and (1, 4)), got (1, 3)."));
            Assert.That(() => new FadeIn(new Growth(), 0, new(), new()), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Growth().StandAt(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }
}
