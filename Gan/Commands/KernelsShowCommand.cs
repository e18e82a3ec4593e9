using System.CommandLine;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>kernels show</c>: a kernel in C# and, below it, the program that a driver's compiler gets.</summary>
internal static class KernelsShowCommand
{
    private const string CSharp = "csharp";

    private static readonly KernelDialect[] Dialects = [KernelDialect.OpenCl, KernelDialect.Cuda];

    private static readonly Argument<string> Family = new("family") { Description = "matmul, batch-norm, …: a family that 'kernels' lists" };
    private static readonly Option<string> Version = new("--version") { Description = "A rung of the ladder, with all its kernels [default: all]", HelpName = "N" };
    private static readonly Option<string> Kernel = new("--kernel") { Description = "One kernel by its name, such as RegisterTile", HelpName = "NAME" };
    private static readonly Option<string> Dialect = new("--dialect") { Description = "opencl, cuda, or csharp for the source alone", HelpName = "NAME", DefaultValueFactory = _ => KernelDialect.OpenCl.Name };
    private static readonly Option<string[]> Formula = new("--formula") { Description = "A type argument for a generic kernel, such as Tanh; may be given several times [default: a usual one]", HelpName = "NAME" };
    private static readonly Option<bool> Checked = new("--checked") { Description = "With every index checked, as GAN_CHECKED=1 runs it" };

    public static Command Create()
    {
        var command = new Command("show", "Print kernels in C# and what is generated from them.") { Family, Version, Kernel, Dialect, Formula, Checked };
        command.SetAction(Show);
        return command;
    }

    private static int Show(ParseResult parsed)
    {
        IReadOnlyList<KernelSource> kernels = Select(KernelFamilies.Find(parsed.GetValue(Family)!), parsed.GetValue(Version), parsed.GetValue(Kernel));
        string name = parsed.GetValue(Dialect)!;
        KernelDialect? dialect = Dialects.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (dialect == null && !name.Equals(CSharp, StringComparison.OrdinalIgnoreCase))
            throw new InputException($"{Dialect.Name}: expected {string.Join(", ", Dialects.Select(d => d.Name))} or {CSharp}, got '{name}'.");

        var types = new KernelTypeChoice(kernels, parsed.GetValue(Formula) ?? []);
        bool first = true;
        foreach (KernelSource kernel in kernels)
        {
            if (!first)
                Console.WriteLine();
            first = false;
            if (dialect == null)
                Console.Write(kernel.Text);
            else
                Show(types.Program(kernel), dialect, parsed.GetValue(Checked));
        }

        return 0;
    }

    private static void Show(KernelProgram program, KernelDialect dialect, bool check)
    {
        KernelSource kernel = program.Kernel;
        Console.WriteLine($"// {program}, version {kernel.Version}: {kernel.Idea}; {kernel.GroupSize} a group. C#, {kernel.File}:{kernel.Line}");
        Console.WriteLine();
        Console.Write(kernel.Text);
        Console.WriteLine();
        Console.WriteLine($"// The same in {dialect.Name}{(check ? ", checked" : "")}:");
        Console.WriteLine();
        Console.Write(KernelText.Of(program, dialect, check).Text);
    }

    private static List<KernelSource> Select(string family, string? version, string? name)
    {
        List<KernelSource> all = [.. KernelFamilies.Kernels.Where(k => k.Family == family)], found = all;
        if (version != null)
        {
            int number = OptionValue.Whole(Version, version);
            found = [.. found.Where(k => k.Version == number)];
        }

        if (name != null)
            found = [.. found.Where(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found.Count > 0 ? found : throw new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"{family} has no kernel{(name == null ? "" : $" '{name}'")}{(version == null ? "" : $" of version {version}")}; there is {string.Join(", ", all.Select(k => $"{k.Version} {k.Name}"))}."));
    }
}
