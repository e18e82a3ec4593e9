using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// The SIMD tests once more on lesser processors: the runtime is told to hide instructions, in a process of its own, which runs every test
/// of category Simd. Each run also proves that the instructions were really gone.
/// </summary>
[Parallelizable(ParallelScope.All)]
public class InstructionTierTests
{
    [TestCase("DOTNET_EnableAVX512", 256, "&FullyQualifiedName!~Lanes512")]
    [TestCase("DOTNET_EnableAVX2", 128, "&FullyQualifiedName!~Lanes512&FullyQualifiedName!~Lanes256")]
    public void The_SIMD_tests_pass_with_instructions_switched_off(string variable, int mostBits, string narrow)
    {
        if (Environment.GetEnvironmentVariable(SimdRun.TierVariable) != null)
            Missing.Skip("NESTED", "Not within itself.");
        if (mostBits == 256 && !Avx512F.IsSupported)
            Missing.Skip("AVX512", "This processor has no AVX-512 to switch off; every other SIMD test here runs on this tier as it is.");
        string output = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{variable}-{Guid.NewGuid():N}.trx");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "vstest", typeof(InstructionTierTests).Assembly.Location,
                $"--TestCaseFilter:TestCategory=Simd&FullyQualifiedName!~reference{narrow}",
                $"--logger:trx;LogFileName={output}"
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable] = "0";
        start.Environment[SimdRun.TierVariable] = $"{mostBits}";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, text + errors.Result);

        string results = File.ReadAllText(output);
        File.Delete(output);
        Assert.That(
            results, Does.Contain($"testName=\"{nameof(The_processor_shows_no_more_than_the_tier)}\""),
            "the run must contain its own proof");
        Assert.That(int.Parse(results.Split("<Counters total=\"")[1].Split('"')[0]), Is.GreaterThan(100), "tests run");
    }

    [Test]
    [Category("Simd")]
    public void The_processor_shows_no_more_than_the_tier() => Assert.That(SimdWidth.Widest, Is.LessThanOrEqualTo(SimdRun.Tier));
}
