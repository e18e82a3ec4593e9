using Microsoft.CodeAnalysis;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// The types substituted for a method's type parameters. The kernel's own stay unbound: their names remain in the C text until a program is
/// assembled. The arithmetic V of formulas is always the type marked transparent: a plain float.
/// </summary>
internal sealed class Substitution
{
    public static readonly Substitution None = new([]);

    private readonly Dictionary<string, ITypeSymbol> types;

    private Substitution(Dictionary<string, ITypeSymbol> types) => this.types = types;

    /// <summary>
    /// Type parameters of <paramref name="method"/> and of its containing type, with arguments from the caller's context.
    /// </summary>
    public static Substitution Of(IMethodSymbol method, Substitution outside)
    {
        var types = new Dictionary<string, ITypeSymbol>();
        for (INamedTypeSymbol? type = method.ContainingType; type != null; type = type.ContainingType)
            Bind(type.TypeParameters, type.TypeArguments);
        Bind(method.TypeParameters, method.TypeArguments);
        return types.Count == 0 ? None : new Substitution(types);

        void Bind(IReadOnlyList<ITypeParameterSymbol> parameters, IReadOnlyList<ITypeSymbol> arguments)
        {
            for (int i = 0; i < parameters.Count; i++)
                types[parameters[i].Name] = outside.Resolve(arguments[i]);
        }
    }

    /// <summary>The same with one more type parameter bound.</summary>
    public Substitution With(ITypeParameterSymbol parameter, ITypeSymbol type) =>
        new(new Dictionary<string, ITypeSymbol>(types) { [parameter.Name] = type });

    /// <summary>The type substituted for <paramref name="type"/> here: a type parameter of the kernel, or a concrete type.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type) =>
        type is ITypeParameterSymbol parameter && types.TryGetValue(parameter.Name, out ITypeSymbol? bound) ? bound : type;

    /// <summary>The complete substitution as a key.</summary>
    public override string ToString() => string.Concat(types.Select(t => $" {t.Key}={t.Value.ToDisplayString()}"));

    /// <summary>
    /// What distinguishes this instance of a generic method in C: the names of its type arguments, except the transparent one.
    /// </summary>
    public string Suffix(IMethodSymbol method) =>
        string.Concat(
            method.ContainingType.TypeParameters.Concat(method.TypeParameters)
                .Select(p => Resolve(p))
                .Where(t => !t.IsTransparent())
                .Select(t => "_" + t.Name));
}
