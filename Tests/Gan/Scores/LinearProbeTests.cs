using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class LinearProbeTests
{
    [Test]
    public void It_reads_classes_that_a_plane_separates_and_no_others()
    {
        using var device = new CpuDevice(threads: 1);
        var random = new Random(1);
        Assert.That(Accuracy((a, b) => a + b > 0 ? 1 : 0), Is.GreaterThan(0.98), "on two sides of a line");
        Assert.That(Accuracy((a, b) => a * b > 0 ? 1 : 0), Is.LessThan(0.7), "in opposite quadrants");

        double Accuracy(Func<float, float, int> of) => LinearProbe.Accuracy(Draw(of, 1000), Draw(of, 500), device, seed: 1);

        LabelledFeatures Draw(Func<float, float, int> of, int count)
        {
            float[] values = [.. Enumerable.Range(0, 2 * count).Select(_ => (2 * random.NextSingle()) - 1)];
            return new(2, values, [.. Enumerable.Range(0, count).Select(i => of(values[2 * i], values[(2 * i) + 1]))]);
        }
    }
}
