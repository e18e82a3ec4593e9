using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Optimizers whose parameters have settings of their own.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class ParameterGroupTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    private NamedTensor One(string name)
    {
        var tensor = Tensor.Persistent(Device, [2], 1);
        tensor.RequiresGrad = true;
        return new NamedTensor(name, tensor);
    }

    private static void Step(Optimizer optimizer, params NamedTensor[] parameters)
    {
        optimizer.ZeroGrad();
        foreach (NamedTensor parameter in parameters)
            (parameter.Tensor * 0.5).Sum().Backward();
        optimizer.Step();
    }

    [Test]
    public void Each_group_has_its_learning_rate_and_weight_decay()
    {
        NamedTensor a = One("a"), b = One("b"), c = One("c");
        using var sgd = new Sgd(
            new ParameterGroups(new([a]), new([b, c]) { LearningRate = 0.2f, WeightDecay = 0.3 }), learningRate: 0.1f);
        Assert.That(sgd.LearningRates, Is.EqualTo(new[] { 0.1f, 0.2f }));
        Step(sgd, a, b, c);
        Assert.That(a.Tensor.ToArray(), Is.All.EqualTo(0.95f).Within(1e-6));
        Assert.That(b.Tensor.ToArray(), Is.All.EqualTo(0.84f).Within(1e-6), "1 − 0.2·(0.5 + 0.3·1)");
        Assert.That(c.Tensor.ToArray(), Is.All.EqualTo(0.84f).Within(1e-6));

        sgd.SetLearningRate(1, 0);
        Step(sgd, a, b, c);
        Assert.That(a.Tensor.ToArray(), Is.All.EqualTo(0.9f).Within(1e-6));
        Assert.That(b.Tensor.ToArray(), Is.All.EqualTo(0.84f).Within(1e-6));
        sgd.LearningRate = 1;
        Assert.That(sgd.LearningRates, Is.All.EqualTo(1));
    }

    public static IEnumerable<TestCaseData> Kinds()
    {
        yield return Kind("Adam", g => new Adam(g, 0.1f), g => new Adam(g, 0.1f, weightDecay: 0.3));
        yield return Kind("AdamW", g => new AdamW(g, 0.1f), g => new AdamW(g, 0.1f, weightDecay: 0.3));
        yield return Kind("RmsProp", g => new RmsProp(g, 0.1f), g => new RmsProp(g, 0.1f, weightDecay: 0.3));
        yield return Kind("Sgd", g => new Sgd(g, 0.1f, momentum: 0.9), g => new Sgd(g, 0.1f, momentum: 0.9, weightDecay: 0.3));

        static TestCaseData Kind(string name, Func<ParameterGroups, Optimizer> plain, Func<ParameterGroups, Optimizer> decaying) =>
            new TestCaseData(plain, decaying).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_groups_weight_decay_is_the_same_as_an_optimizers(
        Func<ParameterGroups, Optimizer> plain, Func<ParameterGroups, Optimizer> decaying)
    {
        NamedTensor a = One("a"), b = One("b"), alone = One("b");
        using Optimizer grouped = plain(new ParameterGroups(new([a]), new([b]) { WeightDecay = 0.3 }));
        using Optimizer single = decaying(new ParameterGroups(new ParameterGroup([alone])));
        for (int step = 0; step < 3; step++)
        {
            Step(grouped, a, b);
            Step(single, alone);
        }

        Assert.That(b.Tensor.ToArray(), Is.EqualTo(alone.Tensor.ToArray()));
        Assert.That(a.Tensor.ToArray(), Is.Not.EqualTo(b.Tensor.ToArray()));
    }

    [Test]
    public void Rates_are_saved_and_a_recorded_step_follows_them()
    {
        NamedTensor a = One("a"), b = One("b");
        using var sgd = new Sgd(new ParameterGroups(new([a]), new([b]) { LearningRate = 0.2f }), 0.1f);
        var saved = sgd.StateDict().ToDictionary(
            entry => entry.Key, entry => Tensor.From(Device, entry.Value.Shape, entry.Value.ToArray()));
        Assert.That(saved["lr"].ToArray(), Is.EqualTo(new[] { 0.1f, 0.2f }));
        sgd.LearningRate = 5;
        sgd.LoadStateDict(saved);
        Assert.That(sgd.LearningRates, Is.EqualTo(new[] { 0.1f, 0.2f }));
        using StepGraph graph = StepGraph.Capture(Device, () =>
        {
            using var scope = new TensorScope();
            Step(sgd, a, b);
        });
        sgd.SetLearningRate(0, 1);
        graph.Replay();
        Assert.That(a.Tensor.ToArray(), Is.All.EqualTo(0.5f).Within(1e-6));
        Assert.That(b.Tensor.ToArray(), Is.All.EqualTo(0.9f).Within(1e-6));
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        NamedTensor a = One("a");
        Assert.That(() => new ParameterGroups(), Throws.TypeOf<InputException>());
        Assert.That(() => new Sgd(new ParameterGroups(new ParameterGroup([a]) { WeightDecay = -1 })), Throws.TypeOf<InputException>());
        Assert.That(() => new Sgd(new ParameterGroups(new ParameterGroup([a]) { LearningRate = -1 })), Throws.TypeOf<InputException>());
        Assert.That(
            () => new Sgd(new ParameterGroups(new([a]), new([One("a")]))),
            Throws.TypeOf<InputException>().With.Message.Contains("called 'a'"));
    }
}
