using System.Text.Json;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Profiling;

/// <summary>
/// The file against the Trace Event Format: what a viewer requires of every event, and what it draws wrongly if it does not hold.
/// </summary>
public sealed class ChromeTraceTests
{
    private readonly TemporaryFolder temporary = new();
    private JsonDocument trace = null!;

    private JsonElement[] Events => [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];

    private JsonElement[] Complete => [.. Events.Where(e => Phase(e) == "X")];

    [OneTimeSetUp]
    public void Write()
    {
        string path = Path.Combine(temporary.Path, "trace.json");
        ChromeTrace.Write(path, "toy2d \"quoted\"", StepProfileTests.Steps("toy2d", "alternating", out _));
        trace = JsonDocument.Parse(File.ReadAllBytes(path));
    }

    [OneTimeTearDown]
    public void Remove()
    {
        trace.Dispose();
        temporary.Dispose();
    }

    [Test]
    public void Every_event_has_the_fields_that_the_format_requires()
    {
        foreach (JsonElement e in Events)
        {
            Assert.That(Phase(e), Is.EqualTo("X").Or.EqualTo("M"));
            Assert.That(e.GetProperty("name").GetString(), Is.Not.Empty);
            Assert.That(e.GetProperty("pid").GetInt32(), Is.EqualTo(1));
            Assert.That(e.GetProperty("tid").GetInt32(), Is.EqualTo(1));
            Assert.That(e.GetProperty("ts").GetDouble(), Is.GreaterThanOrEqualTo(0));
            Assert.That(
                e.TryGetProperty("dur", out JsonElement duration), Is.EqualTo(Phase(e) == "X"),
                "complete events have a duration, metadata none");
            if (Phase(e) == "X")
                Assert.That(duration.GetDouble(), Is.GreaterThanOrEqualTo(0));
            else
                Assert.That(e.GetProperty("args").GetProperty("name").GetString(), Is.Not.Empty);
        }

        Assert.That(trace.RootElement.GetProperty("displayTimeUnit").GetString(), Is.EqualTo("ms"));
        Assert.That(Events.Select(e => e.GetProperty("name").GetString()), Does.Contain("process_name").And.Contain("thread_name"));
    }

    [Test]
    public void Events_of_a_thread_nest_and_do_not_overlap()
    {
        // In the order in which a viewer puts them on a line: by their begin, of several that begin together the longest first.
        var open = new Stack<(decimal End, string Name)>();
        foreach (JsonElement e in Complete.OrderBy(Begin).ThenByDescending(End))
        {
            while (open.TryPeek(out (decimal End, string Name) outer) && outer.End <= Begin(e) && outer.End < End(e))
                open.Pop();
            string name = e.GetProperty("name").GetString()!;
            if (open.TryPeek(out (decimal End, string Name) around))
                Assert.That(End(e), Is.LessThanOrEqualTo(around.End), $"{name} begins within {around.Name} and ends behind it");
            open.Push((End(e), name));
        }
    }

    [Test]
    public void Steps_hold_phases_phases_hold_ops_and_ops_hold_kernels()
    {
        string[] levels = ["step", "phase", "op", "kernel"];
        Assert.That(Complete.Select(Category).Distinct(), Is.EquivalentTo(levels));
        foreach (JsonElement e in Complete.Where(e => Category(e) != "step"))
        {
            string outer = levels[Array.IndexOf(levels, Category(e)) - 1];
            Assert.That(
                Complete.Any(o => Category(o) == outer && Begin(o) <= Begin(e) && End(o) >= End(e)), Is.True, $"{e} is in no {outer}");
        }

        Assert.That(Complete.Count(e => Category(e) == "step"), Is.EqualTo(2));
        Assert.That(
            Complete.Select(e => e.GetProperty("name").GetString()),
            Does.Contain("Linear").And.Contain("Linear backward").And.Contain("generator backward"));
    }

    [Test]
    public void Kernels_say_what_they_moved_and_computed()
    {
        JsonElement product = Complete.First(e => e.GetProperty("name").GetString()!.StartsWith("MatMulSimd", StringComparison.Ordinal));
        Assert.That(product.GetProperty("args").GetProperty("flops").GetDouble(), Is.GreaterThan(0));
        Assert.That(product.GetProperty("args").GetProperty("bytes").GetDouble(), Is.GreaterThan(0));
        Assert.That(product.GetProperty("args").GetProperty("phase").GetString(), Is.AnyOf([.. GanPhase.All]));
    }

    private static string Phase(JsonElement e) => e.GetProperty("ph").GetString()!;

    private static string Category(JsonElement e) => e.GetProperty("cat").GetString()!;

    private static decimal Begin(JsonElement e) => e.GetProperty("ts").GetDecimal();

    private static decimal End(JsonElement e) => Begin(e) + e.GetProperty("dur").GetDecimal();
}
