using System.Text.Json;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class ScoreSheetTests
{
    private static readonly ScoreSheet Sheet = new(
        "ring", 100, [
            new(Measure.Modes, 7, 8), new(Measure.ReverseKl, 0.25, 0.01),
            new(Measure.HighQuality, double.NaN, 0.99)], [(60, 50), (40, 50)]);

    [Test]
    public void Limits_hold_or_say_which_does_not()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Sheet.Failures([(Measure.Modes, 7), (Measure.ReverseKl, 0.25)]), Is.Empty);
            Assert.That(Sheet.Failures([(Measure.Modes, 8), (Measure.ReverseKl, 0.2)]), Is.EqualTo(new[]
            {
                "--min-modes: modes seen is 7, expected at least 8.",
                "--max-reverse-kl: reverse KL from the even mixture is 0.25, expected at most 0.2.",
            }));
            Assert.That(Sheet.Failures([(Measure.HighQuality, 0)]), Has.Count.EqualTo(1), "what is no number satisfies no limit");
            Assert.That(
                () => Sheet.Failures([(Measure.Frechet, 1)]),
                Throws.InstanceOf<InputException>().With.Message.Contains("--max-frechet: there is no such figure for ring"));
        });
    }

    [Test]
    public void Json_is_one_line_and_numbers_that_are_none_are_null()
    {
        string line = Sheet.ToJson();
        using var json = JsonDocument.Parse(line);
        Assert.Multiple(() =>
        {
            Assert.That(line, Does.Not.Contain("\n"));
            Assert.That(json.RootElement.GetProperty("modes").GetInt32(), Is.EqualTo(7));
            Assert.That(json.RootElement.GetProperty("reverse_kl_real").GetDouble(), Is.EqualTo(0.01));
            Assert.That(json.RootElement.GetProperty("high_quality").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(json.RootElement.GetProperty("classes").EnumerateArray().Select(c => c.GetInt32()), Is.EqualTo(new[] { 60, 40 }));
        });
    }

    [Test]
    public void The_table_has_a_line_a_figure_and_a_line_a_class()
    {
        string[] lines = Sheet.ToTable("title").Split(Environment.NewLine);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(2 + 3 + 2));
            Assert.That(lines[2], Does.StartWith("modes seen").And.Contain(" 7 ").And.Contain(" 8 ").And.EndWith("larger is better"));
            Assert.That(lines[6], Does.StartWith("class 1").And.EndWith("50"));
        });
    }
}
