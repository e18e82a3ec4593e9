using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

public class LossOpTests
{
    internal static IEnumerable<LossCase> Losses => FormulaCases.Losses;

    [TestCaseSource(nameof(Losses))]
    [GradientOf("ILossFormula")]
    public void Loss_gradients(object formula)
    {
        var loss = (LossCase)formula;
        GradientAssert.Run(x => loss.Apply(x[0], x[1]), [[2, 3], [2, 3]], loss.Low, loss.High);
    }

    [Test]
    public void A_loss_among_other_things() =>
        GradientAssert.Run(x => (x[0].Tanh().MeanSquaredError(x[1]) * 3) + x[0].Square().Sum(), [[4], [4]]);

    [Test]
    [GradientOf("CrossEntropy")]
    public void CrossEntropy_gradients()
    {
        double[] logits = GradientCheck.Uniform(new Random(1), 12, -2, 2);
        GradientAssert.Run(x => x[0].CrossEntropy(x[1]), [[3, 4], [3]], [logits, [2, 0, 3]], constant: [false, true]);
        GradientAssert.Run(x => x[0].CrossEntropy(x[1]), [[3, 1], [3]], [logits[..3], [0, 0, 0]], constant: [false, true]);
    }

    // −t·max(ln p, −100) − (1 − t)·max(ln(1 − p), −100), and its slope (p − t)/max(p(1 − p), 1e-12), as torch.nn.functional has them.
    [TestCase(0.5f, 1f, 0.6931472, -2)]
    [TestCase(0.5f, 0f, 0.6931472, 2)]
    [TestCase(0.9f, 1f, 0.1053605, -1.1111112)]
    [TestCase(0.25f, 0.75f, 1.1116413, -2.6666667)]
    [TestCase(0f, 0f, 0, 0)]
    [TestCase(1f, 1f, 0, 0)]
    [TestCase(0f, 1f, 100, -1e12)]
    [TestCase(1f, 0f, 100, 1e12)]
    [TestCase(0f, 0.5f, 50, -5e11)]
    [TestCase(1e-30f, 1f, 69.07755, -1e12)]
    public void BinaryCrossEntropy_is_PyTorchs(float p, float t, double loss, double slope)
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [1], [p]), target = Tensor.From(device, [1], [t]);
        x.RequiresGrad = true;
        Tensor y = x.BinaryCrossEntropy(target);
        Assert.That(y.Item(), Is.EqualTo(loss).Within(1e-5 * Math.Max(1, loss)));
        Assert.That(Gradients.Of(y, [x])[0].Item(), Is.EqualTo(slope).Within(1e-5 * Math.Max(1, Math.Abs(slope))));
        Assert.That(Gradients.Of(y, [x], createGraph: true)[0].Item(), Is.EqualTo(slope).Within(1e-5 * Math.Max(1, Math.Abs(slope))));
    }

    [TestCase(0f, 1f, 0.6931472, -0.5)]
    [TestCase(1000f, 1f, 0, 0)]
    [TestCase(1000f, 0f, 1000, 1)]
    [TestCase(-1000f, 1f, 1000, -1)]
    [TestCase(-1000f, 0f, 0, 0)]
    [TestCase(20f, 1f, 2.0611537e-9, -2.0611537e-9)]
    public void BinaryCrossEntropyWithLogits_neither_overflows_nor_cancels(float logit, float t, double loss, double slope)
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [1], [logit]), target = Tensor.From(device, [1], [t]);
        x.RequiresGrad = true;
        Tensor y = x.BinaryCrossEntropyWithLogits(target);
        Assert.That(y.Item(), Is.EqualTo(loss).Within(Math.Max(1e-6 * loss, 1e-14)));
        Assert.That(Gradients.Of(y, [x])[0].Item(), Is.EqualTo(slope).Within(1e-7));
    }

    [Test]
    public void Losses_are_means()
    {
        using var device = new CpuDevice(1);
        using Tensor p = Tensor.From(device, [2, 2], [1, 2, 3, 4]), t = Tensor.From(device, [2, 2], [1, 0, 0, 0]);
        Assert.That(p.MeanSquaredError(t).Item(), Is.EqualTo(29 / 4f));
        Assert.That(p.L1Loss(t).Item(), Is.EqualTo(9 / 4f));
        Assert.That(p.MeanSquaredError(t).Shape, Is.EqualTo(Shape.Create([])));
    }

    [Test]
    public void Shapes_must_be_alike()
    {
        using var device = new CpuDevice(1);
        using Tensor p = Tensor.Zeros(device, [64, 1]), t = Tensor.Zeros(device, [64]);
        Assert.That(
            () => p.BinaryCrossEntropy(t), Throws.TypeOf<ShapeException>().With.Message.Contains("(64, 1)").And.Message.Contains("(64)"));
        Assert.That(() => p.Slice(0, 0, 0).L1Loss(p.Slice(0, 0, 0)), Throws.TypeOf<ShapeException>());
        Assert.That(() => p.CrossEntropy(p), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void CrossEntropy_by_hand()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [2, 3], [0, 0, 0, 1000, 0, 0]), t = Tensor.From(device, [2], [1, 1]);
        Assert.That(x.CrossEntropy(t).Item(), Is.EqualTo((MathF.Log(3) + 1000) / 2).Within(1e-3));
        Assert.That(x.CrossEntropy(t).Item(), Is.EqualTo(-x.LogSoftmax().ToArray()[1] / 2 - x.LogSoftmax().ToArray()[4] / 2).Within(1e-3));
    }
}
