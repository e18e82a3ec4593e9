using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Layers;

/// <summary>The moving average of a network's weights.</summary>
public sealed class WeightAverageTests
{
    [Test]
    public void It_begins_with_the_weights_and_follows_them_by_the_formula()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var source = new Sequential(new Dense(3, 2, random), new BatchNorm1d(2, random));
        using var average = new WeightAverage(source, new Sequential(new Dense(3, 2, random), new BatchNorm1d(2, random)), decay: 0.15);
        float[] expected = Values(source);
        Assert.That(Values(average.Average), Is.EqualTo(expected));
        for (int t = 1; t <= 4; t++)
        {
            random.FillNormal(source.Parameters()[0]);
            random.FillNormal(source.Buffers()[0].Tensor);
            average.Update();
            double keep = Math.Min(0.15, t / (t + 9.0));
            expected = [.. expected.Zip(Values(source), (a, w) => (float)((keep * a) + ((1 - keep) * w)))];
            Assert.That(Values(average.Average), Is.EqualTo(expected).AsCollection.Within(1e-6), $"update {t}");
        }

        Assert.Multiple(() =>
        {
            Assert.That(average.Average.Buffers()[0].Tensor.ToArray(), Is.EqualTo(source.Buffers()[0].Tensor.ToArray()), "copied");
            Assert.That(average.Steps.ToArray(), Has.All.EqualTo(4));
            Assert.That(average.Average.Parameters().Select(p => p.RequiresGrad), Has.All.False);
        });
    }

    [Test]
    public void A_decay_of_one_or_another_network_is_refused()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using Dense source = new(3, 2, random), other = new(3, 4, random), same = new(3, 2, random);
        Assert.That(() => new WeightAverage(source, same, 1), Throws.TypeOf<InputException>().With.Message.Contains("decay"));
        Assert.That(() => new WeightAverage(source, other, 0.5), Throws.TypeOf<InputException>().With.Message.Contains("weight"));
    }

    private static float[] Values(Module network) => [.. network.Parameters().SelectMany(p => p.ToArray())];
}
