using System.Text.Json;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary><c>train --profile</c>.</summary>
public sealed class TrainProfileTests : CommandLine
{
    private const string Job = "train --model toy2d --steps 14 --batch 16 --sample-count 20 --device cpu --threads 1";

    [Test]
    public void It_ends_with_the_table_and_writes_the_trace()
    {
        string output = Run($"{Job} --out observed --profile");
        Assert.That(
            output,
            Does.Contain("mean of 4 steps").And.Contain("discriminator backward").And.Contain("MatMulSimd").And.Contain("Trace:   "));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllBytes("observed/profile-trace.json"));
        Assert.That(trace.RootElement.GetProperty("traceEvents").GetArrayLength(), Is.GreaterThan(100));
    }

    [Test]
    public void The_run_is_the_same_as_without()
    {
        Run($"{Job} --out observed --profile");
        Run($"{Job} --out plain");
        Assert.That(File.ReadAllBytes("observed/samples/final.png"), Is.EqualTo(File.ReadAllBytes("plain/samples/final.png")));
        Assert.That(File.ReadAllText("observed/options.json"), Is.EqualTo(File.ReadAllText("plain/options.json")));
        Assert.That(Run("train --resume plain --profile"), Does.Contain("finished").And.Not.Contain("Trace"));
    }

    [Test]
    public void With_json_the_table_is_among_the_words()
    {
        (int code, string output, string errors) = Gan($"{Job} --json --profile");
        Assert.That(code, Is.Zero);
        Assert.That(errors, Does.Contain("discriminator backward"));
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            Assert.That(entry.RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object), line);
        }
    }
}
