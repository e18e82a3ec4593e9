using System.Text.RegularExpressions;

namespace GanFromScratch.Engine.Simt;

/// <summary>A kernel with its type arguments: what a device compiles, once, and then launches. Generated code makes one per kernel and arguments.</summary>
public sealed class KernelProgram(KernelSource kernel, params Type[] typeArguments)
{
    private static int count;

    public KernelSource Kernel { get; } = kernel;

    /// <summary>A number of its own, for a device's table of compiled programs.</summary>
    internal int Index { get; } = Interlocked.Increment(ref count) - 1;

    internal IReadOnlyList<Type> TypeArguments { get; } = typeArguments;

    /// <summary>The kernel's name in the source that is compiled.</summary>
    internal string EntryPoint => Substitute(Kernel.EntryPoint);

    /// <summary>Puts the names of the type arguments where <paramref name="generic"/> has those of the type parameters.</summary>
    internal string Substitute(string generic)
    {
        for (int i = 0; i < TypeArguments.Count; i++)
            generic = Regex.Replace(generic, $"(?<![A-Za-z0-9]){Kernel.TypeParameters[i]}(?![A-Za-z0-9])", KernelTypes.Name(TypeArguments[i]));
        return generic;
    }

    public override string ToString() =>
        $"{Kernel.Family}Simt.{Kernel.Name}{(TypeArguments.Count == 0 ? "" : $"<{string.Join(", ", TypeArguments.Select(t => t.Name))}>")}";
}
