using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Benchmarks.Lab;

/// <summary>Every family describes itself, and what it describes is what the engine launches.</summary>
public sealed class KernelFamilyTests : SimtFixture
{
    // Off every tile; and large enough that nothing is cut away.
    private static readonly CaseShape Shape = new(34, 70);

    // Launched only for other shapes than those of the examples.
    private static readonly string[] NotInExamples = ["MatMulPanelsSimt_PackAlong"];

    public static IEnumerable<string> Families => KernelFamilies.All.Select(f => f.Name);

    [Test]
    public void Every_launch_has_a_family_that_describes_it()
    {
        string[] launches =
        [
            .. typeof(KernelFamily).Assembly.GetTypes()
                .Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.Name == typeof(IKernelLaunch<>).Name))
                // ResampleTransposed is Resample from outputs to inputs.
                .Select(t => t.Name.Split('`')[0].Replace("TransposedLaunch", "", StringComparison.Ordinal))
                .Select(name => name.Replace("Launch", "", StringComparison.Ordinal)),
        ];
        Assert.That(launches, Has.Length.GreaterThan(20));
        Assert.That(launches.Except(Families), Is.Empty);
    }

    [Test]
    public void Every_kernel_is_launched_by_a_version()
    {
        var launched = KernelFamilies.All
            .SelectMany(f => f.Examples.Select(e => e.Shape).Append(Shape).SelectMany(f.Cases))
            .SelectMany(work => work.Versions.Where(v => KernelFamilies.Fits(work, v)).SelectMany(v => KernelFamilies.LaunchedBy(work, v)))
            .Select(k => k.EntryPoint).ToHashSet();
        var all = KernelUnits.Kernels.Where(k => k.File.StartsWith("Engine/Kernels", StringComparison.Ordinal)).Select(k => k.EntryPoint);
        Assert.That(all.Except(launched).Except(NotInExamples), Is.Empty);
    }

    [TestCaseSource(nameof(Families))]
    public void A_version_for_processors_has_groups_of_one_item_and_one_is_always_chosen(string name)
    {
        KernelFamily family = KernelFamilies.All.Single(f => f.Name == name);
        Assert.That(family.Examples, Is.Not.Empty);
        Assert.That(family.Examples.Select(e => e.Reason), Has.None.Empty);
        foreach (KernelCase work in family.Examples.SelectMany(e => family.Cases(e.Shape)))
        {
            Assert.That(work.Flops > 0 ^ work.Bytes > 0, Is.True, "a case counts operations or bytes");
            foreach (bool processor in new[] { false, true })
                Assert.That(work.Versions.Count(v => v.ForProcessors == processor && KernelFamilies.IsChosen(work, v)), Is.EqualTo(1));
        }
    }

    [TestCaseSource(nameof(Families))]
    public void Every_version_gives_the_result_of_the_reference(string name)
    {
        KernelFamily family = KernelFamilies.All.Single(f => f.Name == name);
        using var cpu = new CpuDevice(1);
        foreach (KernelCase work in family.Cases(Shape))
        {
            using KernelBench onDevice = new(Device, seconds: 1e-9, limit: 10), onCpu = new(cpu, seconds: 1e-9, limit: 10);
            KernelTiming[] timings = [.. onDevice.Time(work), .. onCpu.Time(work)];
            Assert.That(timings.Select(t => t.CheckedAgainst), Has.All.EqualTo("reference"));
            Assert.That(timings.Select(t => t.Rate), Has.All.GreaterThan(0));
            Assert.That(timings.Count(t => t.Chosen && t.Version != null), Is.EqualTo(1), "the engine launches one version");
        }
    }
}
