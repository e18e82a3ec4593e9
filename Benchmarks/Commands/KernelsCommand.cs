using System.CommandLine;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary><c>kernels</c>: which SIMT kernels there are; what becomes of one in C; how fast each is.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        Command list = new("list", "List all kernels, a ladder a family.");
        Command command = new(
            "kernels",
            "List the kernels for GPUs, show what is generated from them, and time them.") { list, KernelsShowCommand.Create(),
            KernelsTimeCommand.Create() };
        foreach (Command verb in new[] { command, list })
        {
            var json = new Option<bool>("--json") { Description = "Print a JSON line a kernel" };
            verb.Add(json);
            verb.SetAction(parsed => List(parsed.GetValue(json)));
        }

        return command;
    }

    private static int List(bool json)
    {
        foreach (IGrouping<string, KernelSource> family in KernelFamilies.Kernels.GroupBy(k => k.Family))
        {
            if (!json)
                Console.WriteLine(family.Key);
            int width = family.Max(k => Signature(k).Length);
            foreach (KernelSource kernel in family)
            {
                if (json)
                    JsonLine.Print(
                        true, ("family", kernel.Family), ("version", kernel.Version), ("kernel", kernel.Name), ("idea", kernel.Idea), (
                            "group_size", kernel.GroupSize),
                        ("types", Types(kernel)), ("file", kernel.File), ("line", kernel.Line));
                else
                    Console.WriteLine(
                        $"  {kernel.Version}  {Signature(kernel).PadRight(width)}  {kernel.GroupSize,3} a group  {kernel.Idea}  "
                        + $"({kernel.File}:{kernel.Line})");
            }
        }

        return 0;
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
