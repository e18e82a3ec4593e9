using System.CommandLine;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary><c>kernels</c>: lists the SIMT kernels, shows one in C, and times each.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        Command list = new("list", "List all families of kernels: what each computes, its versions, its kernels.");
        Command command = new(
            "kernels",
            "List the kernels for GPUs, show what is generated from them, and time them.") { list, KernelsShowCommand.Create(),
            KernelsTimeCommand.Create() };
        foreach (Command verb in new[] { command, list })
        {
            var json = new Option<bool>("--json") { Description = "Print a JSON line a version and a kernel" };
            verb.Add(json);
            verb.SetAction(parsed => List(parsed.GetValue(json)));
        }

        return command;
    }

    private static int List(bool json)
    {
        foreach (string name in KernelFamilies.Names)
        {
            KernelFamily? family = KernelFamilies.All.FirstOrDefault(f => f.Name == name);
            if (!json)
                Console.WriteLine(family == null ? name : $"{name}: {family.Formula}");
            if (family != null)
                ListVersions(family, json);
            ListKernels([.. KernelFamilies.Kernels.Where(k => k.Family == name)], json);
        }

        return 0;
    }

    private static void ListVersions(KernelFamily family, bool json)
    {
        foreach (IGrouping<bool, (CaseVersion Version, IReadOnlyList<KernelSource> Kernels)> kind in
            KernelFamilies.Versions(family).GroupBy(p => p.Version.ForProcessors))
        {
            CaseVersion first = kind.First().Version;
            string title = $"{(first.IsRung ? "ladder" : "cases")} for {(kind.Key ? "processors" : "GPUs")}";
            if (!json)
                Console.WriteLine($"  {title}");
            int width = kind.Max(p => p.Version.Name.Length);
            foreach ((CaseVersion version, IReadOnlyList<KernelSource> launched) in kind)
            {
                string kernels = string.Join(", ", launched.Select(k => k.Name));
                if (json)
                    JsonLine.Print(
                        true, ("family", family.Name), ("for", kind.Key ? "processor" : "gpu"), ("version", version.Number),
                        ("name", version.Name), ("idea", version.Idea), ("kernels", kernels));
                else
                    Console.WriteLine(
                        $"    {version.Number}  {version.Name.PadRight(width)}  {version.Idea}"
                        + (kernels == version.Name.Split('<')[0] ? "" : $"  [{kernels}]"));
            }
        }
    }

    private static void ListKernels(KernelSource[] kernels, bool json)
    {
        if (!json && kernels.Length > 0)
            Console.WriteLine("  kernels");
        int width = kernels.Length == 0 ? 0 : kernels.Max(k => Signature(k).Length);
        foreach (KernelSource kernel in kernels)
        {
            if (json)
                JsonLine.Print(
                    true, ("family", kernel.Family), ("kernel", kernel.Name), ("group_size", kernel.GroupSize), ("types", Types(kernel)),
                    ("file", kernel.File), ("line", kernel.Line));
            else
                Console.WriteLine(
                    $"    {Signature(kernel).PadRight(width)}  {kernel.GroupSize,3} a group  ({kernel.File}:{kernel.Line})");
        }
    }

    private static string Signature(KernelSource kernel) =>
        kernel.TypeParameters.Length == 0 ? kernel.Name : $"{kernel.Name}<{Types(kernel)}>";

    /// <summary>Type parameters with their constraints, as <c>TFormula: IUnaryFormula</c>.</summary>
    private static string Types(KernelSource kernel) =>
        string.Join(
            ", ",
            kernel.TypeParameters.Zip(
                kernel.Constraints, (parameter, constraint) => $"{parameter}: {constraint[(constraint.LastIndexOf('.') + 1)..]}"));
}
