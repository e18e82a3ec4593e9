using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>
/// Where a function has a corner its slope is a convention: PyTorch's. Fused and recorded gradients must keep the same one.
/// </summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class KinkTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private static IEnumerable<TestCaseData> Unary()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor> op, float x, float slope) =>
            new TestCaseData(op, x, slope).SetArgDisplayNames(name, $"{x}");
        return
        [
            Case("Relu", x => x.Relu(), 0, 0), Case("LeakyRelu", x => x.LeakyRelu(0.2f), 0, 0.2f), Case("Abs", x => x.Abs(), 0, 0),
            Case("Elu", x => x.Elu(1.5f), 0, 1.5f), Case("Sign", x => x.Sign(), 0, 0), Case("Clamp", x => x.Clamp(-1, 1), -1, 1),
            Case("Clamp", x => x.Clamp(-1, 1), 1, 1), Case("Clamp", x => x.Clamp(-1, 1), 1.0001f, 0), Case(
                "Clamp", x => x.Clamp(-1, 1), -1.0001f, 0),
            Case("Sqrt", x => x.Sqrt(), 0, float.PositiveInfinity), Case("Pow 0", x => x.Pow(0), 0, 0), Case("Pow 1", x => x.Pow(1), 0, 1),
            Case("Pow 2", x => x.Pow(2), 0, 0), Case("Log", x => x.Log(), 0, float.PositiveInfinity),
            Case(
                "Maximum with 1", x => x.Maximum(Tensor.Ones(x.Device, [1])), 1,
                0.5f), Case("Minimum with 1", x => x.Minimum(Tensor.Ones(x.Device, [1])), 1, 0.5f),
            Case("L1", x => x.L1Loss(Tensor.Ones(x.Device, [1])).Reshape(1), 1, 0), Case(
                "power of a tensor 0", x => x.Pow(Tensor.Zeros(x.Device, [1])), 0, 0),
            Case("0 to the power of x", x => Tensor.Zeros(x.Device, [1]).Pow(x), 2, 0),
        ];
    }

    [TestCaseSource(nameof(Unary))]
    public void Slope(Func<Tensor, Tensor> op, float at, float slope)
    {
        Tensor x = Variable([1], at), one = Make([1], 1);
        Assert.That(Gradients.Of(op(x), [x], one)[0].Item(), Is.EqualTo(slope), "fused");
        Assert.That(Gradients.Of(op(x), [x], one, createGraph: true)[0].Item(), Is.EqualTo(slope), "recorded");
    }

    [Test]
    public void A_fused_activation_keeps_the_convention()
    {
        Tensor x = Variable([1, 1], 0), w = Make([1, 1], 1);
        Assert.That(
            Gradients.Of(
                x.Linear(w, null, default(GanFromScratch.Engine.Kernels.Elementwise.Formulas.Relu)), [x], Make([1, 1], 1))[0].Item(),
            Is.Zero);
        Assert.That(
            Gradients.Of(x.Linear(w, null, new GanFromScratch.Engine.Kernels.Elementwise.Formulas.LeakyRelu(0.2f)), [x], Make([1, 1], 1))[0]
                .Item(), Is.EqualTo(0.2f));
    }

    [Test]
    public void Comparisons_pass_no_gradient()
    {
        Tensor x = Variable([3], -1, 0, 1), zero = Make([1], 0);
        Tensor y = x.GreaterThan(zero) + x.GreaterThanOrEqual(zero) + x.LessThan(zero) + x.LessThanOrEqual(zero) + x.EqualTo(zero);
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 2, 3, 2 }));
        Assert.That(Gradients.Of(y, [x], Make([3], 1, 1, 1))[0].ToArray(), Is.All.Zero);
    }
}
