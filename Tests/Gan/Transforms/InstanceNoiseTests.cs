using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Tests.Gan.Transforms;

/// <summary>Noise on what the discriminator sees, and its decay.</summary>
public sealed class InstanceNoiseTests
{
    [TestCase(0, 0.4)]
    [TestCase(5, 0.2)]
    [TestCase(10, 0)]
    [TestCase(11, 0)]
    public void It_falls_to_zero_in_a_straight_line(long step, double deviation)
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        using var random = new RandomSource(device, seed: 1);
        using var noise = new InstanceNoise(NoiseSetting.Parse("0.4:10"), device);
        noise.Begin(step);
        float[] values = noise.Of(Tensor.Full(device, [10_000, 2], 3), random).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(values.Average(), Is.EqualTo(3).Within(0.02));
            Assert.That(Math.Sqrt(values.Average(v => (v - 3.0) * (v - 3.0))), Is.EqualTo(deviation).Within(0.01));
        });
    }

    [TestCase("0.1", "0.1")]
    [TestCase("0.1:200", "0.1:200")]
    [TestCase("None", "none")]
    public void A_setting_is_read_and_written_in_one_form(string text, string expected) =>
        Assert.That($"{NoiseSetting.Parse(text)}", Is.EqualTo(expected));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("nan")]
    [TestCase("0.1:0")]
    [TestCase("0.1:2:3")]
    public void A_wrong_setting_is_answered_with_what_is_expected(string text) =>
        Assert.That(
            () => NoiseSetting.Parse(text),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--instance-noise: expected SIGMA or SIGMA:STEPS with a deviation above 0 and at least 1 step, got "
                + $"'{text}'."));
}
