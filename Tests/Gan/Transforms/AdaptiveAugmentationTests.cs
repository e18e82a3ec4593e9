using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Tests.Gan.Transforms;

/// <summary>ADA's controller: how p moves, and what it decides.</summary>
public sealed class AdaptiveAugmentationTests
{
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

    [Test]
    public void The_probability_moves_every_four_steps_towards_the_target_and_stays_in_range()
    {
        // 10 samples × 4 steps of 100 images: p moves by 0.4.
        using AdaptiveAugmentation ada = Ada("0.6:100");
        Assert.Multiple(() =>
        {
            Assert.That(After(ada, 1, 1, 1), Is.Zero, "three steps");
            Assert.That(After(ada, -0.2f), Is.EqualTo(0.4).Within(1e-6), "mean 0.7");
            Assert.That(After(ada, 1, 1, 0.2f, 0.1f), Is.Zero.Within(1e-6), "mean 0.575");
            Assert.That(After(ada, -1, -1, -1, -1), Is.Zero, "never below 0");
            Assert.That(After(ada, [.. Enumerable.Repeat(1f, 16)]), Is.EqualTo(1), "never above 1");
        });
    }

    [Test]
    public void Each_sample_is_changed_with_that_probability()
    {
        using AdaptiveAugmentation ada = Ada("0.5:100");
        using var random = new RandomSource(device, seed: 3);
        Assert.That(Changed(), Is.Zero);
        After(ada, 1, 1, 1, 1);
        Assert.That(Changed(), Is.EqualTo(0.4).Within(0.05));
        After(ada, [.. Enumerable.Repeat(1f, 8)]);
        Assert.That(Changed(), Is.EqualTo(1));

        double Changed() => ada.Of(Tensor.Zeros(device, [1000, 1, 2, 1]), random).ToArray().Chunk(2).Average(v => v[0] != 0 ? 1 : 0);
    }

    [TestCase("0.6", "0.6")]
    [TestCase("0.6:500000", "0.6")]
    [TestCase("0.7:5000", "0.7:5000")]
    [TestCase("none", "none")]
    public void A_setting_is_read_and_written_in_one_form(string text, string expected) =>
        Assert.That($"{AdaptiveSetting.Parse(text)}", Is.EqualTo(expected));

    [TestCase("0")]
    [TestCase("1")]
    [TestCase("high")]
    [TestCase("0.6:0")]
    public void A_wrong_setting_is_answered_with_what_is_expected(string text) =>
        Assert.That(
            () => AdaptiveSetting.Parse(text),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--ada: expected TARGET or TARGET:IMAGES with a target between 0 and 1 (0.6 is published) and at least 1 image, got "
                + $"'{text}'."));

    private AdaptiveAugmentation Ada(string setting) => new([new Brightness()], AdaptiveSetting.Parse(setting), batch: 10, device);

    private double After(AdaptiveAugmentation ada, params float[] signs)
    {
        foreach (float sign in signs)
            ada.Observe(Tensor.Scalar(device, sign));
        return ada.ReadProbability();
    }
}
