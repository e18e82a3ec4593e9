using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

/// <summary>Schedules at their beginnings, ends and in between.</summary>
internal sealed class ScheduleTests
{
    [Test]
    public void Rates_follow_their_formulas()
    {
        Check(new ConstantRate(0.5f), (0, 0.5), (1000, 0.5));
        Check(new StepDecay(1, 10, 0.5f), (0, 1), (9, 1), (10, 0.5), (25, 0.25));
        Check(new ExponentialDecay(1, 0.9f), (0, 1), (1, 0.9), (3, 0.729));
        Check(new CosineDecay(1, 100, 0.2f), (0, 1), (50, 0.6), (25, 0.2 + (0.4 * (1 + Math.Sqrt(0.5)))), (100, 0.2), (500, 0.2));
        Check(new LinearDecay(1, 10, 20, 0.5f), (0, 1), (10, 1), (15, 0.75), (20, 0.5), (99, 0.5));
        Check(new LinearWarmup(new StepDecay(1, 10, 0.5f), 4), (0, 0.25), (2, 0.75), (3, 1), (4, 1), (10, 0.5));
    }

    [Test]
    public void Durations_must_last()
    {
        Assert.That(() => new StepDecay(1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CosineDecay(1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinearDecay(1, 5, 5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LinearWarmup(new ConstantRate(1), 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void Check(ISchedule schedule, params (int Time, double Rate)[] points)
    {
        foreach ((int time, double rate) in points)
            Assert.That(schedule.At(time), Is.EqualTo(rate).Within(1e-6), $"{schedule} at {time}");
    }
}
