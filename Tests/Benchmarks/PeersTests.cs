using GanFromScratch.Benchmarks.Commands;
using GanFromScratch.Benchmarks.Peers;
using GanFromScratch.Engine;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class PeersTests : BenchmarkCommandLine
{
    [Test]
    public void Lines_of_both_sides_about_the_same_work_have_the_same_name()
    {
        PeerMeasure ours = PeerMeasure
            .Parse(
                """{"measure":"matmul","device":"cpu","m":256,"n":256,"k":256,"median_ms":0.5,"gflops":67.1,"share_of_peak":0.4}""",
                "us")
            .Single();
        PeerMeasure theirs = PeerMeasure
            .Parse("""{"measure": "matmul", "m": 256, "n": 256, "k": 256, "median_ms": 1, "gflops": 33.5}""", "torch")
            .Single();
        Assert.That(ours, Is.EqualTo(new PeerMeasure("matmul 256 256 256", 0.5)));
        Assert.That(theirs, Is.EqualTo(new PeerMeasure("matmul 256 256 256", 1)));
    }

    [Test]
    public void A_line_may_have_two_times() => Assert.That(
        PeerMeasure.Parse("""{"measure":"conv2d","shape":"1>64","batch":64,"forward_ms":1.5,"backward_ms":2,"forward_gflops":9}""", "us"),
        Is.EqualTo(new[] { new PeerMeasure("conv2d 1>64 64 forward", 1.5), new PeerMeasure("conv2d 1>64 64 backward", 2) }));

    [TestCase("Traceback (most recent call last):")]
    [TestCase("[1, 2]")]
    [TestCase("""{"m": 3, "median_ms": 1}""")]
    [TestCase("""{"measure": "matmul", "m": 3}""")]
    [TestCase("""{"measure": "matmul", "m": 3, "median_ms": "fast"}""")]
    [TestCase("""{"measure": "matmul", "m": 3, "median_ms": 0}""")]
    public void Whatever_else_is_printed_is_no_measure(string line) =>
        Assert.That(
            () => PeerMeasure.Parse(line, "torch"),
            Throws.InstanceOf<InputException>().With.Message.StartsWith($"torch printed '{line}', which is not a measure"));

    [TestCase(new[] { 3.0 }, 3, 3, 3)]
    [TestCase(new[] { 5.0, 1.0, 2.0 }, 2, 1, 5)]
    [TestCase(new[] { 4.0, 1.0, 2.0, 9.0 }, 3, 1, 9)]
    public void The_spread_is_median_least_and_greatest(double[] figures, double median, double least, double greatest) =>
        Assert.That(Spread.Of(figures), Is.EqualTo(new Spread(median, least, greatest)));

    [Test]
    public void Ratios_are_taken_round_by_round()
    {
        // A slow second round slows both: the ratio stays 2, while the ratio of the best to the worst would be 0.5 or 8.
        PeerComparison comparison = PeerComparison.Of([Round(1, 2), Round(4, 8), Round(2, 5)]).Single();
        Assert.That(comparison, Is.EqualTo(new PeerComparison("w", new Spread(2, 1, 4), new Spread(5, 2, 8), new Spread(2, 2, 2.5))));

        static (IReadOnlyList<PeerMeasure>, IReadOnlyList<PeerMeasure>) Round(double ours, double theirs) =>
            ([new("w", ours)], [new("w", theirs)]);
    }

    [Test]
    public void Work_of_one_side_only_is_refused() => Assert.That(
        () => PeerComparison.Of([([new("a", 1)], [new("a", 1), new("b", 1)])]),
        Throws.InstanceOf<InputException>().With.Message.Contains("only one of them has 'b'"));

    [Test]
    [Platform(Include = "Unix")]
    public void Both_sides_run_in_turn_each_time_in_a_process_of_its_own()
    {
        string log = Path.Combine(Folder, "turns");
        PeerSide Side(string name, string milliseconds) => Script(name, $$"""
            echo {{name}} "$1" >> "{{log}}"
            turn=$(wc -l < "{{log}}")
            echo "{\"measure\":\"work\",\"m\":1,\"median_ms\":$((turn * {{milliseconds}}))}"
            """);
        IReadOnlyList<PeerComparison> result = PeersCommand.Compare(Side("ours", "10"), ["x"], Side("theirs", "20"), ["y"], rounds: 2);
        Assert.That(File.ReadAllLines(log), Is.EqualTo(new[] { "ours x", "theirs y", "ours x", "theirs y" }));

        // Turns 1 to 4: ours 10 and 30, theirs 40 and 80.
        Assert.That(
            result.Single(),
            Is.EqualTo(new PeerComparison("work 1", new Spread(20, 10, 30), new Spread(60, 40, 80), Spread.Of([40.0 / 10, 80.0 / 30]))));
    }

    [Test]
    [Platform(Include = "Unix")]
    public void A_side_that_fails_or_says_nothing_is_told_in_a_sentence()
    {
        Assert.That(
            () => Script("failing", "echo first >&2; echo 'ValueError: no.' >&2; exit 3").Measure(["a", "b"]),
            Throws.InstanceOf<InputException>().With.Message.EqualTo("failing failed at 'a b' with exit code 3: ValueError: no."));
        Assert.That(
            () => Script("silent", "exit 0").Measure(["a"]),
            Throws.InstanceOf<InputException>().With.Message.Contains("printed no measure"));
    }

    [Test]
    [Platform(Include = "Unix")]
    public void The_command_prints_a_line_for_each_piece_of_work()
    {
        // Ours is real; Python is one that has torch, and takes a thousand seconds for everything.
        string python = Script("python", """
            if [ "$1" = "-c" ]; then exit 0; fi
            for n in 256 512 1024; do echo "{\"measure\":\"matmul\",\"m\":$n,\"n\":$n,\"k\":$n,\"median_ms\":1000000}"; done
            """).Arguments[0];
        (int code, string output, string errors) = Benchmarks("peers", "--rounds", "1", "--what", "matmul", "--json", "--python", python);
        Assert.That(code, Is.Zero, errors);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(3));
        using var first = System.Text.Json.JsonDocument.Parse(lines[0]);
        double Field(string name) => first.RootElement.GetProperty(name).GetDouble();
        Assert.That(first.RootElement.GetProperty("work").GetString(), Is.EqualTo("matmul 256 256 256"));
        Assert.That(Field("ratio") * Field("ours_ms"), Is.EqualTo(1e6).Within(2).Percent);
    }

    [Test]
    public void Without_Python_it_says_so() =>
        Mistake(["peers", "--python", Path.Combine(Folder, "no-python")], "cannot be started");

    [Test]
    [Platform(Include = "Unix")]
    public void Without_torch_it_says_so() =>
        Mistake(
            ["peers", "--python", Script("bare", "echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1").Arguments[0]],
            "no torch (ModuleNotFoundError: No module named 'torch'); install it");

    [TestCase("--rounds", "0", "--rounds: expected 1 to 100, got 0.")]
    [TestCase("--steps", "0", "--steps: expected 1 to 10,000, got 0.")]
    [TestCase(
        "--what", "matmul,sums",
        "--what: expected matmul, conv2d, step, step-mlp, step-conv, step-dcgan, step-wgan-gp, step-r1, step-r2, got 'sums'.")]
    public void A_mistake_is_one_sentence(string option, string value, string sentence) => Mistake(["peers", option, value], sentence);

    /// <summary>A side that is a shell script.</summary>
    private PeerSide Script(string name, string text)
    {
        string path = Path.Combine(Folder, $"{name}.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new PeerSide(name, "/bin/sh", path);
    }
}
