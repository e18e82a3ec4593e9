using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Simt;

/// <summary>
/// Every generated kernel as CUDA C through a compiler to PTX, the instructions of NVIDIA's GPUs: plain and checked, and with every
/// formula, rule, tile and reduction that some kernel takes. What it computes is proved by OpenCL, which gets the same text but for its
/// words.
/// </summary>
[Parallelizable(ParallelScope.All)]
public class GeneratedCudaTests
{
    public static IEnumerable<TestCaseData> Kernels =>
        KernelUnits.Kernels.Where(k => k.File.StartsWith("Engine/", StringComparison.Ordinal)).Select(
            k => new TestCaseData(k).SetArgDisplayNames($"{k.Family}.{k.Name}"));

    [TestCaseSource(nameof(Kernels))]
    public void A_kernel_compiles_to_PTX(object kernel)
    {
        var source = (KernelSource)kernel;
        var program = new KernelProgram(source, [.. source.Constraints.Select(c => KernelTypes.Fitting(c)[0])]);
        foreach (bool check in new[] { false, true })
        {
            string ptx = ClangCuda.Compile(
                KernelText.Of(program, KernelDialect.Cuda, check).Text, $"{program}{(check ? ", checked" : "")}");
            Assert.That(ptx, Does.Contain($".entry {program.EntryPoint}"));
        }
    }

    [Test]
    public void So_does_every_type_that_a_kernel_can_be_given()
    {
        HashSet<Type> seen = [];
        foreach (
            KernelSource source in KernelUnits.Kernels.Where(
                k => k.TypeParameters.Length > 0 && k.File.StartsWith("Engine/", StringComparison.Ordinal)))
        {
            var fitting = source.Constraints.Select(KernelTypes.Fitting).ToList();
            for (int i = 0; i < fitting.Max(f => f.Count); i++)
            {
                Type[] types = [.. fitting.Select(f => f[i % f.Count])];
                if (types.All(seen.Contains))
                    continue;
                seen.UnionWith(types);
                var program = new KernelProgram(source, types);
                ClangCuda.Compile(KernelText.Of(program, KernelDialect.Cuda).Text, program.ToString());
            }
        }

        Assert.That(seen, Has.Count.GreaterThan(40));
    }
}
