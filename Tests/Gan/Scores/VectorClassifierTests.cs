using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class VectorClassifierTests
{
    [Test]
    public void A_linear_one_reads_classes_that_a_plane_separates_and_no_others()
    {
        using var device = new CpuDevice(threads: 1);
        var random = new Random(1);
        Assert.That(Accuracy((a, b) => a + b > 0 ? 1 : 0), Is.GreaterThan(0.98), "on two sides of a line");
        Assert.That(Accuracy((a, b) => a * b > 0 ? 1 : 0), Is.LessThan(0.7), "in opposite quadrants");

        double Accuracy(Func<float, float, int> of)
        {
            (float[] learnt, int[] classes) = Draw(of, 1000);
            (float[] others, int[] right) = Draw(of, 500);
            return VectorClassifier.Accuracy([2], learnt, classes, others, right, 2, seed: 1, device, linear: true);
        }

        (float[] Points, int[] Classes) Draw(Func<float, float, int> of, int count)
        {
            float[] values = [.. Enumerable.Range(0, 2 * count).Select(_ => (2 * random.NextSingle()) - 1)];
            return (values, [.. Enumerable.Range(0, count).Select(i => of(values[2 * i], values[(2 * i) + 1]))]);
        }
    }
}
