namespace GanFromScratch.Engine.Simt;

/// <summary>A kernel with its type arguments: what a device compiles, once, and then launches. Generated code makes one per kernel and arguments.</summary>
public sealed class KernelProgram(KernelSource kernel, params Type[] typeArguments)
{
    private static int count;

    public KernelSource Kernel { get; } = kernel;

    /// <summary>A number of its own, for a device's table of compiled programs.</summary>
    internal int Index { get; } = Interlocked.Increment(ref count) - 1;

    internal IReadOnlyList<Type> TypeArguments { get; } = typeArguments;

    public override string ToString() =>
        $"{Kernel.Family}Simt.{Kernel.Name}{(TypeArguments.Count == 0 ? "" : $"<{string.Join(", ", TypeArguments.Select(t => t.Name))}>")}";
}
