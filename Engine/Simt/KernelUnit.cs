namespace GanFromScratch.Engine.Simt;

/// <summary>
/// A piece of generated C: a struct, a function, a table of constants, or a kernel. A program consists of the kernel and all the pieces
/// it needs. In a piece that is generic over a formula the type parameter's name stands for the formula's (<c>TFormula_Value</c>), and
/// words specific to a dialect begin with $ (<c>$global</c>, <c>$barrier</c>).
/// </summary>
/// <param name="Name">Its name in C.</param>
/// <param name="Text">The text, ending with a newline.</param>
/// <param name="CheckedText">The same with every index checked.</param>
/// <param name="Needs">Names of the pieces that must come before it.</param>
/// <param name="File">The C# file it was translated from, from the project's root.</param>
/// <param name="Views">The views whose elements it accesses, by their C# names.</param>
/// <param name="Lines">For each line of <paramref name="Text"/> the line of the file it comes from; 0 for none.</param>
/// <param name="CheckedLines">Likewise for <paramref name="CheckedText"/>.</param>
public sealed record KernelUnit(
    string Name, string Text, string CheckedText, string[] Needs, string File, string[] Views, int[] Lines, int[] CheckedLines);
