using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class SeriesScoringTests
{
    private const int Length = 16;

    [Test]
    public void Autocorrelation_is_that_computed_by_hand() => Assert.Multiple(() =>
    {
        double[] alternating = [1, -1, 1, -1, -1, 1, -1, 1];
        Assert.That(Autocorrelation.Of(alternating, length: 4, lag: 0), Is.EqualTo(1));
        Assert.That(Autocorrelation.Of(alternating, length: 4, lag: 1), Is.EqualTo(-1), "not from one series to the next");
        Assert.That(Autocorrelation.Of(alternating, length: 4, lag: 2), Is.EqualTo(1));
        Assert.That(Autocorrelation.Of([2, 2, 2, 2], length: 4, lag: 1), Is.Zero, "nothing varies");
    });

    [Test]
    public void Series_alike_score_as_alike_and_those_of_another_pace_do_not()
    {
        using var device = new CpuDevice(2);
        var columns = new DataColumns([DataColumn.Scaled("x", -10, 10, decimals: 1)]);
        ScoreSheet same = SeriesScoring.Full("waves", columns, [1, Length], Waves(0, 0.5), Waves(1, 0.5), Waves(2, 0.5), 1, device);
        ScoreSheet other = SeriesScoring.Full("waves", columns, [1, Length], Waves(0, 0.5), Waves(1, 0.5), Waves(2, 0.9), 1, device);
        Assert.Multiple(() =>
        {
            Assert.That(Of(same, Measure.Discriminative), Is.LessThan(0.12));
            Assert.That(Of(other, Measure.Discriminative), Is.GreaterThan(0.45));
            Assert.That(Of(same, Measure.AutocorrelationError), Is.LessThan(0.1));
            Assert.That(Of(other, Measure.AutocorrelationError), Is.GreaterThan(0.5));
            Assert.That(same.Details, Does.StartWith("\nautocorrelation"));
        });

        static double Of(ScoreSheet sheet, Measure measure) => sheet.Scores.Single(score => score.Measure == measure).Value;

        // Series i begins anywhere in the wave.
        static float[] Waves(int set, double pace) => [.. Enumerable.Range(0, 300).SelectMany(
            i => Enumerable.Range(0, Length).Select(t => (float)Math.Sin((pace * t) + ((3 * i) + set) * 0.7)))];
    }
}
