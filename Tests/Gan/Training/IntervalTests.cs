using System.Globalization;
using System.Text.Json;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>How often something is done in a run.</summary>
public sealed class IntervalTests
{
    [TestCase("2e", 2, IntervalUnit.Epochs, "2e")]
    [TestCase("3", 3, IntervalUnit.Epochs, "3e")]
    [TestCase("1epoch", 1, IntervalUnit.Epochs, "1e")]
    [TestCase("1000steps", 1000, IntervalUnit.Steps, "1000steps")]
    [TestCase("90s", 90, IntervalUnit.Seconds, "90s")]
    [TestCase("1.5m", 90, IntervalUnit.Seconds, "90s")]
    [TestCase("1h", 3600, IntervalUnit.Seconds, "3600s")]
    [TestCase("0", 0, IntervalUnit.Epochs, "never")]
    [TestCase("never", 0, IntervalUnit.Epochs, "never")]
    [TestCase("auto", 2, IntervalUnit.Thinning, "auto")]
    public void Is_read_and_written(string text, double amount, IntervalUnit unit, string written)
    {
        var interval = Interval.Parse(text);
        Assert.That(interval, Is.EqualTo(new Interval(amount, unit)));
        Assert.That(interval.ToString(), Is.EqualTo(written));
        Assert.That(Interval.Parse(written), Is.EqualTo(interval));
    }

    [TestCase("")]
    [TestCase("e")]
    [TestCase("1.5e")]
    [TestCase("0.5steps")]
    [TestCase("-1e")]
    [TestCase("2 weeks")]
    [TestCase("0s")]
    [TestCase("1e9999")]
    [TestCase("99999999999steps")]
    public void Anything_else_is_refused(string text) => Assert.That(
        Assert.Throws<FormatException>(() => Interval.Parse(text))!.Message,
        Is.EqualTo($"expected 2e (epochs), 1000steps, 90s, 5m, 1h or never, got '{text}'"));

    [Test]
    public void A_number_in_JSON_is_of_epochs_as_earlier_versions_wrote()
    {
        TrainingOptions options = TrainingOptions.FromJson("{ \"scoreEvery\": 3, \"checkpointEpochs\": 4 }", "old.json");
        Assert.That((options.ScoreEvery, options.CheckpointEvery), Is.EqualTo(((Interval)3, (Interval)4)));
        using var written = JsonDocument.Parse(options.ToJson());
        Assert.That(written.RootElement.GetProperty("checkpointEvery").GetString(), Is.EqualTo("4e"));
    }

    [Test]
    public void Thinned_moments_are_sixteen_for_each_doubling()
    {
        int[] kept = [.. Enumerable.Range(1, 600).Where(Interval.Keeps)];
        Assert.That(kept[..31], Is.EqualTo(Enumerable.Range(1, 31)));
        Assert.That(kept.Where(epoch => epoch is >= 32 and < 64), Is.EqualTo(Enumerable.Range(16, 16).Select(k => 2 * k)));
        Assert.That(kept, Has.Length.EqualTo(98));
    }

    [TestCase("2e", "20 40")]
    [TestCase("5steps", "5 10 15 20 25 30 35 40")]
    [TestCase("8s", "8 16 24 32 40")]
    [TestCase("auto", "10 20 30 40")]
    [TestCase("never", "")]
    public void Is_due_by_epochs_steps_or_seconds_of_training(string interval, string steps)
    {
        // Epochs of ten steps, a second each.
        var due = new Recurrence(Interval.Parse(interval));
        IEnumerable<int> found = Enumerable.Range(1, 40).Where(
            step => due.IsDue(new TrainingPosition((step - 1) / 10, ((step - 1) % 10) + 1, step), step, endsEpoch: step % 10 == 0));
        Assert.That(string.Join(' ', found.Select(step => step.ToString(CultureInfo.InvariantCulture))), Is.EqualTo(steps));
    }
}
