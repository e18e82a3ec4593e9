namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The parts of C that differ between GPU compilers. The translator writes plain C and marks these parts by words that begin with $.
/// </summary>
internal abstract class KernelDialect
{
    public static readonly KernelDialect OpenCl = new OpenClDialect(), Cuda = new CudaDialect();

    /// <summary><c>opencl</c>, <c>cuda</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The head of every program.</summary>
    public abstract string Prelude { get; }

    /// <summary>
    /// The additional head of a checked program: <c>inside(index, length, line, piece, view, faults)</c>, which is true for an index
    /// within its view, and otherwise records the first fault: the line of the C# file, index, length, and the view and its piece of the
    /// program.
    /// </summary>
    public abstract string CheckedPrelude { get; }

    /// <summary>The words by their names, without the $.</summary>
    public abstract IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>The head of a kernel: everything before its name.</summary>
    public abstract string KernelHead(int groupSize);
}
