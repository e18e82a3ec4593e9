using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// The record of a checked kernel's first index outside of a view: eight words, of which the first is 0 while there is no fault.
/// <code>
/// [0] line of the C# file   [1] index   [2] length of the view   [3] piece of the program   [4] view of that piece
/// </code>
/// The item that changes [0] from 0 writes the others; later faults of the same launch are dropped.
/// </summary>
internal static class KernelFault
{
    public const int Words = 8;

    /// <summary>The exception for the fault of a launch of <paramref name="program"/>, [0] not being 0.</summary>
    public static InvalidOperationException Of(KernelProgram program, KernelText text, ReadOnlySpan<uint> faults)
    {
        int line = (int)faults[0], index = (int)faults[1], length = (int)faults[2];
        (string file, string view) = text.Site((int)faults[3], (int)faults[4]);
        return new InvalidOperationException(
            $"The kernel {program} took element {index} of '{view}', which has {length} {(length == 1 ? "element" : "elements")}, at "
            + $"{file}:{line}.");
    }
}
