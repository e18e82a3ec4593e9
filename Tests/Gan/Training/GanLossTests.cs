using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>The losses against their formulas, value and slope.</summary>
public sealed class GanLossTests
{
    private static readonly float[] Verdicts = [0.01f, 0.2f, 0.5f, 0.7f, 0.99f];

    private CpuDevice device = null!;
    private TensorScope scope = null!;

    [SetUp]
    public void Open() => (device, scope) = (new CpuDevice(1), new TensorScope());

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        device.Dispose();
    }

    [TestCase("minimax")]
    [TestCase("non-saturating")]
    public void The_discriminator_ascends_log_D_of_x_plus_log_1_minus_D_of_G_of_z(string name)
    {
        IGanLoss loss = LossCatalog.Find(name);
        Check(v => loss.OnReal(v, Ones), d => -Math.Log(d), d => -1 / d);
        Check(v => loss.OnFake(v, Zeros), d => -Math.Log(1 - d), d => 1 / (1 - d));
    }

    [Test]
    public void The_minimax_generator_descends_log_1_minus_D() =>
        Check(v => new MinimaxLoss().OfGenerator(v, Ones, Zeros), d => Math.Log(1 - d), d => -1 / (1 - d));

    [Test]
    public void The_non_saturating_generator_ascends_log_D() =>
        Check(v => new NonSaturatingLoss().OfGenerator(v, Ones, Zeros), d => -Math.Log(d), d => -1 / d);

    [Test]
    public void Where_the_discriminator_is_sure_only_the_non_saturating_loss_is_steep()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Slope(new NonSaturatingLoss(), 0.001f), Is.EqualTo(-1000).Within(1));
            Assert.That(Slope(new MinimaxLoss(), 0.001f), Is.EqualTo(-1).Within(0.01));
        });
    }

    [Test]
    public void A_loss_is_found_in_capitals_too_and_an_unknown_one_is_answered_with_those_there_are()
    {
        Assert.That(LossCatalog.Find("MiniMax"), Is.TypeOf<MinimaxLoss>());
        Assert.That(() => LossCatalog.Find("w"), Throws.TypeOf<InputException>().With.Message.Contains("non-saturating, minimax"));
    }

    private Tensor Ones => Tensor.Ones(device, [Verdicts.Length, 1]);

    private Tensor Zeros => Tensor.Zeros(device, [Verdicts.Length, 1]);

    private void Check(Func<Tensor, Tensor> loss, Func<double, double> value, Func<double, double> slope)
    {
        Tensor verdicts = Leaf(Verdicts);
        Tensor total = loss(verdicts);
        total.Backward();
        Assert.Multiple(() =>
        {
            Assert.That(total.Item(), Is.EqualTo(Verdicts.Average(v => value(v))).Within(1e-5));
            Assert.That(
                verdicts.Grad!.ToArray(),
                Is.EqualTo(Verdicts.Select(v => (float)(slope(v) / Verdicts.Length))).AsCollection.Within(0.01).Percent);
        });
    }

    private double Slope(IGanLoss loss, float verdict)
    {
        Tensor d = Leaf([verdict]);
        loss.OfGenerator(d, Tensor.Ones(device, [1, 1]), Tensor.Zeros(device, [1, 1])).Backward();
        return d.Grad!.Item();
    }

    private Tensor Leaf(float[] values)
    {
        Tensor tensor = Tensor.From(device, [values.Length, 1], values);
        tensor.RequiresGrad = true;
        return tensor;
    }
}
