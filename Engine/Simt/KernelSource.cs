using System.Diagnostics.CodeAnalysis;

namespace GanFromScratch.Engine.Simt;

/// <summary>A kernel's C# source. Made by generated code.</summary>
/// <param name="Family">The class without its suffix: <c>MatMul</c> for <c>MatMulSimt</c>; or the value of its <see
/// cref="VersionsOfAttribute"/>.</param>
/// <param name="Name">The method.</param>
/// <param name="EntryPoint">Its name in C.</param>
/// <param name="GroupSize">Items in a group.</param>
/// <param name="TypeParameters">Names of its type parameters: formulas, tiles.</param>
/// <param name="File">The C# file, from the project's root.</param>
/// <param name="Line">The line of the method.</param>
/// <param name="Text">The method in C#, for display.</param>
public sealed record KernelSource(
    string Family, string Name, string EntryPoint, int GroupSize, string[] TypeParameters, string File, int Line,
    string Text)
{
    /// <summary>For each type parameter the interface that its arguments implement, by its full name without type arguments.</summary>
    public string[] Constraints { get; init; } = [];

    /// <summary>The class of the method, in which ILGPU finds it; null for a kernel that is written in C.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)]
    public Type? Class { get; init; }

    /// <summary>The C# class: <c>MatMulSimt</c>, or <c>MatMulPanelsSimt</c>, with more versions of the family.</summary>
    internal string ClassName =>
        EntryPoint.EndsWith($"_{Name}", StringComparison.Ordinal) ? EntryPoint[..^(Name.Length + 1)] : $"{Family}Simt";
}
