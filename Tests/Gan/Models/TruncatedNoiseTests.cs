using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Tests.Gan.Models;

public sealed class TruncatedNoiseTests
{
    private static readonly Shape Shape = [64, 50];

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

    [TestCase(0.05f)]
    [TestCase(0.5f)]
    [TestCase(1f)]
    public void No_component_is_beyond_the_bound_and_those_within_stay_as_they_are(float bound)
    {
        float[] free = Draw(null), bounded = Draw(bound);
        Assert.Multiple(() =>
        {
            Assert.That(bounded, Has.All.InRange(-bound, bound));
            Assert.That(bounded.Where((_, i) => Math.Abs(free[i]) <= bound), Is.EqualTo(free.Where(value => Math.Abs(value) <= bound)));
            Assert.That(Draw(bound), Is.EqualTo(bounded), "the same seed, the same numbers");
            Assert.That(Deviation(bounded), Is.EqualTo(Truncated(bound)).Within(0.03 * bound));
        });
    }

    [Test]
    public void A_wide_bound_changes_nothing_and_one_too_narrow_is_refused()
    {
        Assert.That(Draw(6), Is.EqualTo(Draw(null)));
        Assert.That(() => Draw(0.001f), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private float[] Draw(float? bound)
    {
        using var random = new RandomSource(device, seed: 4);
        return TruncatedNoise.Normal(random, Shape, bound).ToArray();
    }

    private static double Deviation(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));

    /// <summary>The deviation of N(0, 1) within ±T, from a sum over the density.</summary>
    private static double Truncated(double bound)
    {
        double[] x = [.. Enumerable.Range(0, 2000).Select(i => bound * (i + 0.5) / 2000)];
        return Math.Sqrt(x.Sum(v => v * v * Math.Exp(-v * v / 2)) / x.Sum(v => Math.Exp(-v * v / 2)));
    }
}
