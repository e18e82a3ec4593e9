using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// A kernel with its type arguments, compiled once per device and then launched. Generated code makes one per kernel and arguments.
/// </summary>
public sealed class KernelProgram(KernelSource kernel, params Type[] typeArguments)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static int count;
    private MethodInfo? method;

    public KernelSource Kernel { get; } = kernel;

    /// <summary>A unique number, for a device's table of compiled programs.</summary>
    internal int Index { get; } = Interlocked.Increment(ref count) - 1;

    internal IReadOnlyList<Type> TypeArguments { get; } = typeArguments;

    /// <summary>
    /// The C# method that ILGPU compiles. If the kernel has bool parameters, which ILGPU does not support, it is a wrapper that takes
    /// words.
    /// </summary>
    internal MethodInfo Method => method ??= FindMethod();

    /// <summary>The kernel's name in the source that is compiled.</summary>
    internal string EntryPoint => Substitute(Kernel.EntryPoint);

    /// <summary>Replaces the names of the type parameters in <paramref name="generic"/> by those of the type arguments.</summary>
    internal string Substitute(string generic)
    {
        for (int i = 0; i < TypeArguments.Count; i++)
            generic = Regex.Replace(
                generic, $"(?<![A-Za-z0-9]){Kernel.TypeParameters[i]}(?![A-Za-z0-9])", KernelTypes.Name(TypeArguments[i]));
        return generic;
    }

    [
        UnconditionalSuppressMessage(
            "Trimming", "IL2060",
            Justification = "Type parameters of kernels are structs, whose methods are found through their interfaces.")]
    private MethodInfo FindMethod()
    {
        Type type = Kernel.Class ?? throw new InvalidOperationException($"The kernel {this} is written in C: ILGPU cannot compile it.");
        MethodInfo found = type.GetMethod($"{Kernel.Name}ForIlgpu", Static)
            ?? type.GetMethods(Static).Single(m => m.Name == Kernel.Name && m.IsDefined(typeof(KernelAttribute)));
        return TypeArguments.Count == 0 ? found : found.MakeGenericMethod([.. TypeArguments]);
    }

    public override string ToString() =>
        $"{Kernel.Family}Simt.{Kernel.Name}{(TypeArguments.Count == 0 ? "" : $"<{string.Join(", ", TypeArguments.Select(t => t.Name))}>")}";
}
