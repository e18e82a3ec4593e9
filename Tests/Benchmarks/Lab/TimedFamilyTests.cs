using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Benchmarks.Lab;

/// <summary>What <c>kernels time</c> times: every kernel there is, and each case with the result of the reference.</summary>
public sealed class TimedFamilyTests : SimtFixture
{
    [SetUp]
    public void RequireDriverDevice()
    {
        if (Device is not DriverDevice)
            Missing.Skip("TRANSLATED", $"The device {Device} does not say which kernels it launches.");
    }

    // Off every tile; and large enough that nothing is cut away.
    private static readonly CaseShape Shape = new(34, 70);

    // Launched only for other shapes than those that are timed.
    private static readonly string[] NotTimed = ["MatMulPanelsSimt_PackAlong"];

    public static IEnumerable<string> Families => TimedFamily.All.Select(f => f.Name);

    [Test]
    public void Every_kernel_is_in_a_timed_case()
    {
        var timed = TimedFamily.All.SelectMany(f => f.Shapes.Append(Shape).SelectMany(f.Cases)).SelectMany(Launched).ToHashSet();
        var all = KernelUnits.Kernels.Where(k => k.File.StartsWith("Engine/Kernels", StringComparison.Ordinal)).Select(k => k.EntryPoint);
        Assert.That(all.Except(timed).Except(NotTimed), Is.Empty);

        // Recorded, not run: memory is taken and given back for each case.
        IEnumerable<string> Launched(KernelCase work)
        {
            if (work.Operands.Sum(o => (long)o.Length) > 1 << 24)
                return [];
            using var operands = new PlacedOperands(work, Device);
            return [
                .. work.Rungs.SelectMany(r => KernelBench.LaunchedBy(Device, () => r(Device, operands.Views))).Select(k => k.EntryPoint)];
        }
    }

    [TestCaseSource(nameof(Families))]
    public void Every_rung_of_a_case_gives_the_result_of_the_reference(string name)
    {
        TimedFamily family = TimedFamily.All.Single(f => f.Name == name);
        using var cpu = new CpuDevice(1);
        foreach (KernelCase work in family.Cases(Shape))
        {
            using KernelBench onDevice = new(Device, seconds: 1e-9, limit: 10), onCpu = new(cpu, seconds: 1e-9, limit: 10);
            KernelTiming[] timings = [.. onDevice.Time(work), .. onCpu.Time(work)];
            Assert.That(timings.Select(t => t.CheckedAgainst), Has.All.EqualTo("reference"));
            Assert.That(timings.Select(t => t.Rate), Has.All.GreaterThan(0));
            Assert.That(timings.Count(t => t.Chosen && t.Kernels.Count > 0), Is.LessThanOrEqualTo(1), "the contract launches one rung");
            Assert.That(work.Flops > 0 ^ work.Bytes > 0, Is.True, "a case counts operations or bytes");
        }
    }
}
