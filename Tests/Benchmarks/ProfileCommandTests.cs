using System.Text.Json;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class ProfileCommandTests : BenchmarkCommandLine
{
    private static readonly string[] Job = ["profile", "--model", "toy2d", "--batch", "16", "--steps", "2", "--threads", "1"];

    [Test]
    public void The_table_says_what_and_the_trace_is_written()
    {
        string path = Path.Combine(Folder, "folder", "trace.json");
        (int code, string output, string errors) = Benchmarks([.. Job, "--trace", path]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(
            output,
            Does.Contain("toy2d, batch 16, on cpu").And.Contain("mean of 2 steps").And.Contain("generator optimizer").And.Contain(
                "ParameterUpdateSimd<AdamRule>"));
        using JsonDocument trace = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.That(trace.RootElement.GetProperty("traceEvents").GetArrayLength(), Is.GreaterThan(100));
    }

    [Test]
    public void As_json_the_shares_of_phases_make_a_step()
    {
        (int code, string output, string errors) = Benchmarks([.. Job, "--json"]);
        Assert.That(code, Is.Zero, errors);
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        JsonElement[] Of(string measure) => [.. lines.Where(l => l.GetProperty("measure").GetString() == measure)];
        Assert.That(Of("profile_step").Single().GetProperty("model").GetString(), Is.EqualTo("toy2d"));
        Assert.That(
            Of("profile_phase").Sum(p => p.GetProperty("share").GetDouble()), Is.InRange(0.5, 1.001),
            "the phases are the step, but for what lies between them");
        Assert.That(
            Of("profile_op").Sum(o => o.GetProperty("launches").GetDouble()),
            Is.EqualTo(Of("profile_step").Single().GetProperty("launches").GetDouble()).Within(1e-6));
        Assert.That(Of("profile_kernel").Select(k => k.GetProperty("kernel").GetString()), Does.Contain("UnaryGradientSimd<LeakyRelu>"));
    }

    [TestCase("--steps", "0", "--steps: expected 1 to 1,000, got 0.")]
    [TestCase("--model", "nothing", "Unknown model 'nothing'")]
    [TestCase("--batch", "1", "--batch: expected 2 to 65,536, got 1.")]
    [TestCase("--device", "nothing", "Unknown device 'nothing'")]
    [TestCase("--trace", "", "--trace: expected the name of a file")]
    public void A_mistake_is_one_sentence(string option, string value, string sentence) => Mistake(["profile", option, value], sentence);
}
