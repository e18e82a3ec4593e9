using System.CommandLine;
using System.Globalization;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Gan.Commands;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary><c>kernels show</c>: a kernel in C# and, below it, the generated program for the driver's compiler.</summary>
internal static class KernelsShowCommand
{
    private const string CSharp = "csharp";

    private static readonly IlgpuCompiler Ptx = IlgpuCompiler.Ptx(80, new Version(12, 0)), OpenCl = IlgpuCompiler.OpenCl();

    // Which compiler translates a kernel, and to which language; PTX for GPUs of compute capability 8.0 and newer.
    private static readonly (string Name, Func<KernelProgram, bool, string> Write)[] Dialects =
    [
        (KernelDialect.OpenCl.Name, (program, check) => KernelText.Of(program, KernelDialect.OpenCl, check).Text),
        (KernelDialect.Cuda.Name, (program, check) => KernelText.Of(program, KernelDialect.Cuda, check).Text),
        ("ptx", (program, _) => Ptx.Compile(program).Text),
        ("ilgpu-opencl", (program, _) => OpenCl.Compile(program).Text),
    ];

    private static readonly Argument<string> Family = new("family")
    {
        Description = "matmul, batch-norm, …: a family that 'kernels' lists",
    };
    private static readonly Option<string> Version = new("--version")
    {
        Description = "A version by its number, with all its kernels [default: all]",
        HelpName = "N",
    };
    private static readonly Option<string> For = new("--for")
    {
        Description = "Versions for this kind of device: gpu, or processor behind OpenCL [default: both]", HelpName = "KIND",
    };

    private static readonly Option<string> Kernel = new("--kernel")
    {
        Description = "One kernel by its name, such as RegisterTile",
        HelpName = "NAME",
    };
    private static readonly Option<string> Dialect = new("--dialect")
    {
        Description = "opencl or cuda, as the translator writes it; ptx or ilgpu-opencl, as ILGPU does; or csharp for the source alone",
        HelpName = "NAME",
        DefaultValueFactory = _ => KernelDialect.OpenCl.Name,
    };
    private static readonly Option<string[]> Formula = new("--formula")
    {
        Description = "A type argument for a generic kernel, such as Tanh; may be given several times [default: a usual one]",
        HelpName = "NAME",
    };
    private static readonly Option<bool> Checked = new("--checked") { Description = "With every index checked, as GAN_CHECKED=1 runs it" };

    public static Command Create()
    {
        var command = new Command(
            "show", "Print kernels in C# and what is generated from them.") { Family, Version, For, Kernel, Dialect, Formula, Checked };
        command.SetAction(Show);
        return command;
    }

    private static int Show(ParseResult parsed)
    {
        IReadOnlyList<KernelSource> kernels = Select(
            KernelFamilies.Find(parsed.GetValue(Family)!), parsed.GetValue(Version), parsed.GetValue(For), parsed.GetValue(Kernel));
        string name = parsed.GetValue(Dialect)!;
        (string Name, Func<KernelProgram, bool, string> Write) dialect = Array.Find(
            Dialects, d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        bool check = parsed.GetValue(Checked);
        if (dialect.Name == null && !name.Equals(CSharp, StringComparison.OrdinalIgnoreCase))
            throw new InputException(
                $"{Dialect.Name}: expected {string.Join(", ", Dialects.Select(d => d.Name))} or {CSharp}, got '{name}'.");
        if (check && dialect.Name != KernelDialect.OpenCl.Name && dialect.Name != KernelDialect.Cuda.Name)
            throw new InputException(
                $"{Checked.Name}: indices are checked in the dialects {KernelDialect.OpenCl.Name} and {KernelDialect.Cuda.Name}, got "
                + $"'{name}'.");

        var types = new KernelTypeChoice(kernels, parsed.GetValue(Formula) ?? []);
        bool first = true;
        foreach (KernelSource kernel in kernels)
        {
            if (!first)
                Console.WriteLine();
            first = false;
            if (dialect.Name == null)
                Console.Write(kernel.Text);
            else
                Show(types.Program(kernel), dialect.Name, dialect.Write(types.Program(kernel), check), check);
        }

        return 0;
    }

    private static void Show(KernelProgram program, string dialect, string text, bool check)
    {
        KernelSource kernel = program.Kernel;
        Console.WriteLine(
            $"// {program}, {kernel.GroupSize} items a group. C#, {kernel.File}:{kernel.Line}");
        Console.WriteLine();
        Console.Write(kernel.Text);
        Console.WriteLine();
        Console.WriteLine($"// The same in {dialect}{(check ? ", checked" : "")}:");
        Console.WriteLine();
        Console.Write(text);
    }

    private static IReadOnlyList<KernelSource> Select(string family, string? version, string? kind, string? name)
    {
        IReadOnlyList<KernelSource> all = version == null && kind == null
            ? [.. KernelFamilies.Kernels.Where(k => k.Family == family).Union(OfVersions(family, null, null))]
            : OfVersions(family, version == null ? null : OptionValue.Whole(Version, version), kind);
        IReadOnlyList<KernelSource> found =
            name == null ? all : [.. all.Where(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found.Count > 0 ? found : throw new InputException(
            $"{family} has no kernel '{name}'{(version == null ? "" : $" in version {version}")}; there is "
            + $"{string.Join(", ", all.Select(k => k.Name))}.");
    }

    /// <summary>The kernels that versions of a family launch.</summary>
    private static List<KernelSource> OfVersions(string name, int? number, string? kind)
    {
        if (kind is not (null or "gpu" or "processor"))
            throw new InputException($"{For.Name}: expected gpu or processor, got '{kind}'.");
        KernelFamily? family = KernelFamilies.All.FirstOrDefault(f => f.Name == name);
        (CaseVersion Version, IReadOnlyList<KernelSource> Kernels)[] versions = family == null ? [] : [.. KernelFamilies.Versions(family)
            .Where(p => kind == null || p.Version.ForProcessors == (kind == "processor"))];
        if (number != null && !versions.Any(p => p.Version.Number == number))
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has no version {number}; there is {string.Join(", ", versions.Select(p => p.Version.Label))}."));
        return [.. versions.Where(p => number == null || p.Version.Number == number)
            .SelectMany(p => p.Kernels).Distinct()];
    }
}
