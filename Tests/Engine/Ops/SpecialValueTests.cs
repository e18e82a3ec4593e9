using GanFromScratch.Engine;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>NaN, infinities and zeros, as IEEE 754 and PyTorch have them, alike on every device and in every place of a register.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class SpecialValueTests(string device) : DeviceFixture
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    protected override string DeviceName => device;

    private static IEnumerable<TestCaseData> Cases()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor> op, float atNaN, float atMinusInf, float atInf, float atZero) =>
            new TestCaseData(op, new[] { atNaN, atMinusInf, atInf, atZero }).SetArgDisplayNames(name);
        return
        [
            Case("Abs", x => x.Abs(), NaN, Inf, Inf, 0), Case(
                "Clamp", x => x.Clamp(-2, 3), NaN, -2, 3, 0), Case("Elu", x => x.Elu(2), NaN, -2, Inf, 0),
            Case("Erf", x => x.Erf(), NaN, -1, 1, 0), Case("Exp", x => x.Exp(), NaN, 0, Inf, 1), Case(
                "Expm1", x => x.Expm1(), NaN, -1, Inf, 0),
            Case("LeakyRelu", x => x.LeakyRelu(0.1f), NaN, -Inf, Inf, 0), Case("Log", x => x.Log(), NaN, NaN, Inf, -Inf),
            Case("Log1p", x => x.Log1p(), NaN, NaN, Inf, 0), Case("Log1p of x − 1", x => (x - 1).Log1p(), NaN, NaN, Inf, -Inf),
            Case("Reciprocal", x => x.Reciprocal(), NaN, 0, 0, Inf), Case("Relu", x => x.Relu(), NaN, 0, Inf, 0),
            Case("Sigmoid", x => x.Sigmoid(), NaN, 0, 1, 0.5f), Case("Softplus", x => x.Softplus(), NaN, 0, Inf, MathF.Log(2)),
            Case("Sqrt", x => x.Sqrt(), NaN, NaN, Inf, 0), Case(
                "Square", x => x.Square(), NaN, Inf, Inf, 0), Case("Tanh", x => x.Tanh(), NaN, -1, 1, 0),
            Case("Gelu", x => x.Gelu(), NaN, NaN, Inf, 0), Case("Pow 0", x => x.Pow(0), 1, 1, 1, 1), Case(
                "Pow 3", x => x.Pow(3), NaN, -Inf, Inf, 0),
            Case("Pow ½", x => x.Pow(0.5f), NaN, Inf, Inf, 0), Case("Maximum", x => x.Maximum(x * 0 + 1), NaN, NaN, NaN, 1),
            Case("Max with 1", x => x.Maximum(Tensor.Ones(x.Device, [1])), NaN, 1, Inf, 1), Case(
                "Min with 1", x => Tensor.Ones(x.Device, [1]).Minimum(x), NaN, -Inf, 1, 0),
            Case("x > 0", x => x.GreaterThan(Tensor.Zeros(x.Device, [1])), 0, 0, 1, 0), Case(
                "x ≥ 0", x => x.GreaterThanOrEqual(Tensor.Zeros(x.Device, [1])), 0, 0, 1, 1),
            Case("x = x", x => x.EqualTo(x), 0, 1, 1, 1), Case(
                "where x", x => Tensor.Where(x, Tensor.Ones(x.Device, [1]), Tensor.Zeros(x.Device, [1])), 1, 1, 1, 0),
        ];
    }

    [TestCaseSource(nameof(Cases))]
    public void Values(Func<Tensor, Tensor> op, float[] expected)
    {
        // Through whole registers of any width, and through the rest.
        float[] inputs = [NaN, -Inf, Inf, 0];
        foreach (int repeats in new[] { 1, 9 })
        {
            float[] many = Enumerable.Range(0, (4 * repeats) + 1).Select(i => inputs[i % 4]).ToArray();
            float[] y = op(Make([many.Length], many)).ToArray();
            for (int i = 0; i < y.Length; i++)
                Assert.That(y[i], Is.EqualTo(expected[i % 4]).Within(1e-6), $"f({many[i]}), element {i} of {y.Length}");
        }
    }

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(100)]
    [TestCase(5000)]
    public void A_NaN_anywhere_reaches_every_reduction(int length)
    {
        foreach (int at in new[] { 0, length / 2, length - 1 })
        {
            float[] values = Numbers.Uniform(length);
            values[at] = NaN;
            Tensor x = Make([length], values), columns = x.Reshape(length, 1).BroadcastTo([length, 3]);
            foreach (
                Tensor y in new[]
                {
                    x.Sum(), x.Max(), x.Min(), x.Mean(), columns.Sum([0]), columns.Max([0]), columns.Min([0]), x.Softmax(), x.LogSoftmax()
                })
                Assert.That(y.ToArray(), Is.All.NaN, $"{length}, NaN at {at}");
            Assert.That(x.ArgMax().Item(), Is.EqualTo(at));
            Assert.That(x.BinaryCrossEntropyWithLogits(x).Item(), Is.NaN);
        }
    }
}
