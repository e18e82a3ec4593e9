using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>A dense layer and its activation run as one kernel, which nobody may notice.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class SequentialTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    public static IEnumerable<Func<Module>> Activations() =>
    [
        () => new Relu(), () => new LeakyRelu(0.2f), () => new LeakyRelu(-0.1f), () => new Sigmoid(), () => new Tanh(),
        () => new Elu(), () => new Gelu(), () => new Softplus(), () => new Softmax(),
    ];

    [Test]
    public void Its_head_is_the_last_module_with_parameters()
    {
        using var random = new RandomSource(Device, 1);
        using var model = new Sequential(new Dense(7, 5, random), new Relu(), new Dense(5, 3, random), new Sigmoid());
        using var plain = new Sequential(new Relu(), new Sigmoid());
        Assert.That((model.Head, plain.Head), Is.EqualTo((2, 0)));
    }

    [TestCaseSource(nameof(Activations))]
    public void Fused_equals_unfused(Func<Module> activation)
    {
        using var random = new RandomSource(Device, 1);
        using var model = new Sequential(new Dense(7, 5, random), activation(), new Dense(5, 3, random), activation());
        Tensor x = random.Normal([6, 7]), weights = random.Normal([6, 3]);
        x.RequiresGrad = true;

        (model.Forward(x) * weights).Sum().Backward();
        float[][] fused = Gradients();
        float[] y = model.Forward(x).ToArray();

        Tensor plain = x;
        foreach (Module module in model.Children)
            plain = module.Forward(plain);
        (plain * weights).Sum().Backward();
        float[][] unfused = Gradients();
        Assert.That(y, Is.EqualTo(plain.ToArray()).Within(1e-6));
        for (int i = 0; i < fused.Length; i++)
            Assert.That(fused[i], Is.EqualTo(unfused[i]).Within(2e-6), $"gradient {i}");

        float[][] Gradients()
        {
            float[][] gradients = [x.Grad!.ToArray(), .. model.Parameters().Select(p => p.Grad!.ToArray())];
            x.ZeroGrad();
            model.ZeroGrad();
            return gradients;
        }
    }

    [Test]
    public void A_fused_activation_is_no_launch_of_its_own()
    {
        using var random = new RandomSource(Device, 1);
        using var dense = new Sequential(new Dense(7, 5, random));
        using var fused = new Sequential(new Dense(7, 5, random), new LeakyRelu(0.2f));
        using var apart = new Sequential(new Dense(7, 5, random), new Gelu());
        Assert.That(Launches(fused), Is.EqualTo(Launches(dense)));
        Assert.That(Launches(apart), Is.EqualTo(Launches(dense) + 1));

        int Launches(Module model)
        {
            Tensor x = Tensor.Persistent(Device, [6, 7]);
            using var graph = GanFromScratch.Engine.Devices.StepGraph.Capture(Device, () => model.Forward(x));
            return graph.Count;
        }
    }

    [Test]
    public void Nothing_in_a_row_changes_nothing()
    {
        using var empty = new Sequential();
        Tensor x = Make([2], 1, 2);
        Assert.That(empty.Forward(x), Is.SameAs(x));
        Assert.That(empty.Count, Is.Zero);
    }
}
