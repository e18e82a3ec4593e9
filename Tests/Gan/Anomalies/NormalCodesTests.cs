using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Anomalies;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Anomalies;

public sealed class NormalCodesTests
{
    private readonly CpuDevice device = new(1);

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    [TestCase(3)]
    [TestCase(2100, Description = "more than a block")]
    public void The_distance_is_the_mean_of_the_nearest_five_or_of_as_many_as_there_are(int count)
    {
        const int size = 4;
        var random = new Random(1);
        float[] codes = Draw(count), others = Draw(7);
        float[] found = new NormalCodes(new Products(device), codes, size).Distances(others);
        float[] expected = [.. others.Chunk(size).Select(z => codes.Chunk(size).Select(
            c => c.Zip(z, (p, q) => (p - q) * (p - q)).Sum()).Order().Take(5).Average() / size)];
        Assert.That(found, Is.EqualTo(expected).Within(1e-4f));

        float[] Draw(int n) => [.. Enumerable.Range(0, n * size).Select(_ => (float)random.NextDouble())];
    }
}
