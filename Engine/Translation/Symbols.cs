using Microsoft.CodeAnalysis;

namespace GanFromScratch.Engine.Translation;

/// <summary>Queries on C# symbols.</summary>
internal static class Symbols
{
    public const string Simt = "GanFromScratch.Engine.Simt";

    public static bool Has(this ISymbol symbol, string attribute) => symbol.Attribute(attribute) != null;

    public static AttributeData? Attribute(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(
            a => a.AttributeClass?.Name == attribute && a.AttributeClass.ContainingNamespace.ToDisplayString() == Simt);

    /// <summary>The dialects' name for a method or type; null if they have none.</summary>
    public static string? Intrinsic(this ISymbol symbol) => symbol.Attribute("IntrinsicAttribute")?.ConstructorArguments[0].Value as string;

    public static bool IsTransparent(this ITypeSymbol type) => type is INamedTypeSymbol named && named.Has("TransparentAttribute");

    public static string Namespace(this ISymbol symbol) => symbol.ContainingNamespace?.ToDisplayString() ?? "";

    public static bool IsVocabulary(this ISymbol symbol) => Words.IsVocabulary(symbol.Namespace());

    public static bool IsView(this ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ArrayView", TypeArguments.Length: 1 } && type.IsVocabulary();

    public static bool HasSource(this ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0;

    /// <summary>Whether a property is an auto-property, backed by a compiler-generated field.</summary>
    public static bool IsStored(this IPropertySymbol property) =>
        !property.IsStatic && property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .Any(f =>
                SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)
                    || SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property.OriginalDefinition));

    /// <summary>
    /// The fields of a struct in order, with their C names: declared ones, those behind properties, and those the compiler makes for
    /// parameters of a primary constructor which methods use (<c>&lt;slope&gt;P</c>).
    /// </summary>
    public static IEnumerable<StructField> Fields(this INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst).Select(f => new StructField(
            f.AssociatedSymbol?.Name






                                        ?? (
                                            f.Name.StartsWith("<", System.StringComparison.Ordinal)
                                                ? f.Name.Substring(1, f.Name.IndexOf('>') - 1)
                                                : f.Name), f.Type, f.Name));

    /// <summary>The members of an interface and of its base interfaces that a formula must have in C.</summary>
    public static IEnumerable<IMethodSymbol> KernelMembers(this INamedTypeSymbol formula) =>
        formula.AllInterfaces.Where(
            i => i.OriginalDefinition.Has("KernelFormulaAttribute")).SelectMany(i => i.GetMembers().OfType<IMethodSymbol>())
            .Where(m => !(m.AssociatedSymbol ?? m).Has("HostOnlyAttribute"));
}

/// <summary>A field: its name in C, its type, and its name in the compiled C#.</summary>
internal readonly record struct StructField(string Name, ITypeSymbol Type, string MetadataName);
