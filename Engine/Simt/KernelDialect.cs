namespace GanFromScratch.Engine.Simt;

/// <summary>
/// How one compiler for GPUs spells what C leaves open. The translator writes plain C and marks what differs by words that begin with $.
/// </summary>
internal abstract class KernelDialect
{
    public static readonly KernelDialect OpenCl = new OpenClDialect(), Cuda = new CudaDialect();

    /// <summary><c>opencl</c>, <c>cuda</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What stands at the head of every program.</summary>
    public abstract string Prelude { get; }

    /// <summary>
    /// What a checked program has besides: <c>inside(index, length, line, piece, view, faults)</c>, which is true for an index within its
    /// view, and otherwise writes the first fault down: the line of the C# file, index, length, and which view of which piece it was.
    /// </summary>
    public abstract string CheckedPrelude { get; }

    /// <summary>The words by their names, without the $.</summary>
    public abstract IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>The head of a kernel: everything before its name.</summary>
    public abstract string KernelHead(int groupSize);
}
