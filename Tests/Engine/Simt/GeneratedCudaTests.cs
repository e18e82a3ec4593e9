using System.Text;
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
    private static IEnumerable<KernelSource> Kernels =>
        KernelUnits.Kernels.Where(k => k.File.StartsWith("Engine/", StringComparison.Ordinal));

    [Test]
    public void Every_kernel_compiles_to_PTX([Values] bool check)
    {
        KernelProgram[] programs =
            [.. Kernels.Select(source => new KernelProgram(source, [.. source.Constraints.Select(c => KernelTypes.Fitting(c)[0])]))];
        string ptx = Compile(programs, check);
        Assert.That(programs, Has.Length.GreaterThan(100));
        Assert.Multiple(() =>
        {
            foreach (KernelProgram program in programs)
                Assert.That(ptx, Does.Match($@"\.entry \w+{program.EntryPoint}"));
        });
    }

    [Test]
    public void So_does_every_type_that_a_kernel_can_be_given()
    {
        HashSet<Type> seen = [];
        var programs = new List<KernelProgram>();
        foreach (KernelSource source in Kernels.Where(k => k.TypeParameters.Length > 0))
        {
            var fitting = source.Constraints.Select(KernelTypes.Fitting).ToList();
            for (int i = 0; i < fitting.Max(f => f.Count); i++)
            {
                Type[] types = [.. fitting.Select(f => f[i % f.Count])];
                if (types.All(seen.Contains))
                    continue;
                seen.UnionWith(types);
                programs.Add(new KernelProgram(source, types));
            }
        }

        Compile(programs, check: false);
        Assert.That(seen, Has.Count.GreaterThan(40));
    }

    /// <summary>
    /// All at once, each in a namespace of its own, because a compiler's start takes longer than a kernel; if that fails, one after the
    /// other, to name the one that does not compile.
    /// </summary>
    private static string Compile(IReadOnlyList<KernelProgram> programs, bool check)
    {
        string[] texts = [.. programs.Select(program => KernelText.Of(program, KernelDialect.Cuda, check).Text)];
        var all = new StringBuilder();
        for (int i = 0; i < texts.Length; i++)
        {
            all.Append("namespace kernel").Append(i).Append("\n{\n")
                .Append(texts[i].Replace("extern \"C\"", "", StringComparison.Ordinal)).Append("\n}\n");
        }

        if (ClangCuda.TryCompile(all.ToString()) is string ptx)
            return ptx;
        for (int i = 0; i < texts.Length; i++)
            ClangCuda.Compile(texts[i], $"{programs[i]}{(check ? ", checked" : "")}");
        throw new AssertionException("Each kernel compiles, but all of them together do not.");
    }
}
