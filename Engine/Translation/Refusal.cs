using Microsoft.CodeAnalysis;

namespace GanFromScratch.Engine.Translation;

/// <summary>Aborts the translation of a method: the code at <see cref="Where"/> cannot be translated. Becomes a build error.</summary>
internal sealed class Refusal(DiagnosticDescriptor rule, SyntaxNode where, params object[] arguments) : Exception
{
    public SyntaxNode Where { get; } = where;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(rule, Where.GetLocation(), arguments);
}
