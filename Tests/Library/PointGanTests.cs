using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Library;

public sealed class PointGanTests
{
    [Test]
    public void It_learns_where_the_points_are()
    {
        using var device = new CpuDevice(1);
        var random = new Random(1);
        float[] points = PointGan.Learn(device, 3000, batch =>
        {
            for (int i = 0; i < batch.Length; i += 2)
            {
                batch[i] = 1 + (2 * random.NextSingle());
                batch[i + 1] = -2 + (2 * random.NextSingle());
            }
        });
        Assert.That(points.Where((_, i) => i % 2 == 0).Average(), Is.EqualTo(2).Within(0.4));
        Assert.That(points.Where((_, i) => i % 2 == 1).Average(), Is.EqualTo(-1).Within(0.4));
    }
}
