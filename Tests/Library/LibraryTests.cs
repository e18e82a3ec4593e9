using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Library;

/// <summary>The parts that a user writes do what they say, on every device there is here.</summary>
[TestFixtureSource(nameof(Devices))]
public sealed class LibraryTests(string name)
{
    private Device device = null!;
    private TensorScope scope = null!;

    public static IEnumerable<string> Devices() =>
        from entry in DeviceCatalog.List()
        where entry.Refused == null && entry.Name is "cpu" or "reference" or "opencl"
        select entry.Name;

    [SetUp]
    public void Open()
    {
        device = DeviceCatalog.Open(name, threads: name == "cpu" ? 2 : 0);
        scope = new TensorScope();
    }

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        device.Dispose();
    }

    [Test]
    public void A_formula_has_its_values_and_its_slope()
    {
        Tensor x = Tensor.From(device, [3], [-1.0, 0.5, 2.0]);
        x.RequiresGrad = true;
        Tensor y = x.Apply(default(SwishFormula));
        double[] expected = Array.ConvertAll(x.ToDoubleArray(), v => v / (1 + Math.Exp(-v)));
        Assert.That(y.ToDoubleArray(), Is.EqualTo(expected).Within(1e-6));
        y.Sum().Backward();
        double Slope(double v) => (1 + Math.Exp(-v) + (v * Math.Exp(-v))) / Math.Pow(1 + Math.Exp(-v), 2);
        Assert.That(x.Grad!.ToDoubleArray(), Is.EqualTo(Array.ConvertAll(x.ToDoubleArray(), Slope)).Within(1e-5));
    }

    [Test]
    public void A_loss_of_two_operands_has_both_its_gradients()
    {
        Tensor a = Tensor.From(device, [2], [3f, 1f]), b = Tensor.From(device, [2], [3, 2]);
        a.RequiresGrad = b.RequiresGrad = true;
        Tensor loss = a.Apply(b, default(PseudoHuber)).Mean();
        Assert.That(loss.Item(), Is.EqualTo((Math.Sqrt(2) - 1) / 2).Within(1e-6));
        loss.Backward();
        Assert.That(a.Grad!.ToDoubleArray(), Is.EqualTo(new[] { 0, -0.5 / Math.Sqrt(2) }).Within(1e-6));
        Assert.That(b.Grad!.ToDoubleArray(), Is.EqualTo(new[] { 0, 0.5 / Math.Sqrt(2) }).Within(1e-6));
    }

    [Test]
    public void An_op_turns_the_gradient_around()
    {
        Tensor x = Tensor.From(device, [2], [1, 2]);
        x.RequiresGrad = true;
        Tensor y = ReverseGradient.Of(x, 0.5);
        Assert.That(y.IsInGraph, Is.True);
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 1, 2 }));
        y.Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.All.EqualTo(-0.5f));
    }

    [Test]
    public void A_layer_learns_by_an_optimizer()
    {
        using var random = new RandomSource(device, 1);
        using var layer = new Scale(2, random);
        using var lion = new Lion(layer.NamedParameters(), 0.01f);
        for (int step = 0; step < 3; step++)
        {
            lion.ZeroGrad();
            Losses.Mse(layer.Forward(Tensor.Ones(device, [4, 2])), Tensor.From(device, [4, 2], [3, 0, 3, 0, 3, 0, 3, 0])).Backward();
            lion.Step();
        }

        Assert.That(layer.StateDict()["weight"].ToDoubleArray(), Is.EqualTo(new[] { 1.03, 0.97 }).Within(1e-6));
        Assert.That(lion.StateDict().Keys, Does.Contain("exp_avg.weight"));
        Assert.That(() => layer.Forward(Tensor.Ones(device, [4, 3])), Throws.InstanceOf<ShapeException>());
    }

    [Test]
    public void A_changed_weight_is_not_taken_for_the_one_of_the_forward_pass()
    {
        Tensor x = Tensor.Ones(device, [2]), w = Tensor.Ones(device, [2]);
        x.RequiresGrad = true;
        w.Name = "w";
        Tensor y = (x * w).Sum();
        w.Fill(2);
        Assert.That(() => y.Backward(), Throws.InvalidOperationException.With.Message.Contains("'w'"));
    }

    [Test]
    public void Gradients_can_be_held_against_differences()
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Run(
            x => x[0].Apply(default(SwishFormula)).Apply(x[1], default(PseudoHuber)), [[3], [3]], [[-1, 0.5, 2], [1, -1, 0]]);
        Assert.That(comparisons, Is.Not.Empty);
        Assert.That(comparisons.Where(c => !c.IsRight), Is.Empty);
    }
}
