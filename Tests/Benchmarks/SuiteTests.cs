using GanFromScratch.Benchmarks.Suites;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class SuiteTests
{
    [Test]
    public void On_the_processor_every_kind_of_work_stands_there_once()
    {
        SuiteCase[] cases = [.. SuiteCase.On("cpu")];
        Assert.That(cases.Select(c => c.ToString()), Is.Unique.And.All.StartsWith("cpu chosen: "));
        Assert.That(cases.Select(c => c.Preset.Model).Distinct(), Is.EqualTo(new[] { "mlp", "dcgan" }));
        Assert.That(
            cases.Select(c => c.Preset.Work.Family),
            Is.SupersetOf(
                new[] { "MatMul", "Conv2d", "Conv2dInputGradient", "Conv2dWeightGradient", "BatchNorm", "ParameterUpdate", "RandomFill" }));
    }

    [Test]
    public void A_case_is_checked_and_then_launches_again()
    {
        using var bench = new SuiteBench(
            SuiteCase.On("cpu").Single(c => c.ToString() == "cpu chosen: mlp loss, LossGradient BinaryCrossEntropy 64x1"));
        Action launch = bench.Ready();
        Assert.That(launch, Throws.Nothing);
    }

    [Test]
    public void The_whole_suite_is_one_benchmark_over_these_cases() =>
        Assert.That(KernelSuite.Cases.Select(c => c.DeviceName), Does.Contain("cpu"));
}

/// <summary>With the versions for a device that compiles its kernels.</summary>
public sealed class SimtSuiteTests : Support.SimtFixture
{
    [Test]
    public void Each_version_for_such_a_device_is_checked_by_itself()
    {
        SuiteCase[] cases = [.. SuiteCase.On(Chosen)];
        Assert.That(cases.Select(c => c.ToString()), Is.Unique);
        SuiteCase[] noise = [.. cases.Where(c => c.Preset is { Model: "mlp", Work.Family: "RandomFill" })];
        Assert.That(noise, Has.Length.GreaterThan(1), "the chosen one and each version");
        foreach (SuiteCase version in noise)
        {
            using var bench = new SuiteBench(version);
            Assert.That(bench.Ready(), Throws.Nothing);
        }
    }
}
