using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// Translates kernels and, following the calls, everything they need: each method, struct and constant becomes a <see cref="Unit"/>, once.
/// Members of another project are only named; that project's own translation contains them.
/// </summary>
internal sealed class Translator(Compilation compilation, string projectFolder)
{
    private readonly Dictionary<string, Unit> units = [];

    // The C# symbol of each C name, to detect collisions, because C names are shortened.
    private readonly Dictionary<string, string> owners = [];
    private readonly Stack<(string Name, string Method)> underWay = new();
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Dictionary<SyntaxNode, IOperation?> operations = [];

    public Compilation Compilation { get; } = compilation;

    /// <summary>Whether methods reach a barrier, cached on demand by <see cref="BarrierCheck"/>.</summary>
    public Dictionary<ISymbol, bool> HasBarrier { get; } = new(SymbolEqualityComparer.Default);

    public IEnumerable<Unit> Units => units.Values;

    private INamedTypeSymbol? TransparentNumber =>
        Compilation.GetTypeByMetadataName("GanFromScratch.Engine.Kernels.Arithmetic.Lane");

    /// <summary>A file's path relative to the folder that contains the project, for diagnostics and listings.</summary>
    public string File(SyntaxNode node)
    {
        string path = node.SyntaxTree.FilePath.Replace('\\', '/'), folder = projectFolder.Replace('\\', '/').TrimEnd('/');
        string parent = folder.Contains('/') ? folder.Substring(0, folder.LastIndexOf('/') + 1) : "";
        return parent.Length > 0 && path.StartsWith(parent, StringComparison.Ordinal) ? path.Substring(parent.Length) : path;
    }

    /// <summary>A kernel and its dependencies.</summary>
    public Unit Kernel(IMethodSymbol kernel, SyntaxNode declaration)
    {
        CheckShape(kernel, declaration);
        string name = $"{kernel.ContainingType.Name}_{kernel.Name}";
        Own(name, kernel.ToDisplayString(), declaration);
        BarrierCheck.Run(this, kernel, declaration);
        return Translate(name, kernel, declaration, Substitution.None, spaces: [], isKernel: true);
    }

    /// <summary>A struct used as a type argument of kernels: its type, and the members of its interfaces.</summary>
    public void Formula(INamedTypeSymbol formula, SyntaxNode declaration)
    {
        if (formula.IsTransparent())
        {
            // The complete arithmetic of formulas, because formulas of other projects may call members unused here.
            foreach (
                IMethodSymbol method in formula.GetMembers().OfType<IMethodSymbol>().Where(
                    m => m is { IsStatic: true, MethodKind: MethodKind.Ordinary }))
                Function(method, Substitution.None, UsualSpaces(method), declaration);
            return;
        }

        CheckFields(formula, declaration);
        Struct(formula, declaration);
        foreach (IMethodSymbol member in formula.KernelMembers())
        {
            var implementation = formula.FindImplementationForInterfaceMember(member) as IMethodSymbol ?? member;
            if (implementation.HasSource() || implementation.AssociatedSymbol?.HasSource() == true)
                Function(
                    implementation, Substitution.None, UsualSpaces(implementation), declaration,
                    implementation.ContainingType.TypeKind == TypeKind.Interface ? formula : null);
        }
    }

    /// <summary>Refuses a struct that a launch cannot serialize word by word, or cannot name.</summary>
    public void CheckFields(INamedTypeSymbol type, SyntaxNode where)
    {
        foreach (StructField field in type.Fields())
        {
            if (
                !field.Type.IsTransparent()
                && field.Type.SpecialType
                    is not (
                        SpecialType.System_Int32
                        or SpecialType.System_UInt32
                        or SpecialType.System_Boolean
                        or SpecialType.System_Single
                        or SpecialType.System_Double))
                throw new Refusal(
                    Rules.Type, where,
                    $"{field.Type.ToDisplayString()} for the field {field.Name} of {type.Name}, which is passed to kernels");
        }

        if (!Compilation.IsSymbolAccessibleWithin(type, Compilation.Assembly))
            throw new Refusal(Rules.Shape, where, $"{type.Name} is private, and launchers must be able to name it");
    }

    // C has no namespaces; a C name is the last part of a type's or method's name.
    private void Own(string name, string owner, SyntaxNode where)
    {
        if (owners.TryGetValue(name, out string? other) && other != owner)
            throw new Refusal(
                Rules.Unsupported, where, $"'{owner}' beside '{other}', which are both called {name} in C",
                "give one of them another name");
        owners[name] = owner;
    }

    /// <summary>A method's name in C; the method is translated on the first request.</summary>
    /// <param name="method">With its type arguments at the call.</param>
    /// <param name="outside">The substitution of type parameters in the caller.</param>
    /// <param name="spaces">The address space of each view or reference parameter.</param>
    /// <param name="call">The call site.</param>
    /// <param name="self">The struct it belongs to, if that is not the declaring type: a default interface implementation.</param>
    public string Function(
        IMethodSymbol method, Substitution outside, IReadOnlyList<Space> spaces, SyntaxNode call, INamedTypeSymbol? self = null)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        Substitution inside = BindArithmetic(definition, Substitution.Of(method, outside));
        string name = Name(definition, self) + inside.Suffix(definition) + SpaceSuffix(definition, spaces);
        Own(name, $"{definition.ToDisplayString()}{inside}{self?.ToDisplayString()}", call);
        if (units.ContainsKey(name))
            return name;
        if (underWay.Any(u => u.Name == name))
            throw new Refusal(Rules.Recursion, call, definition.Name, underWay.Peek().Method);
        ISymbol declared = definition.HasSource() ? definition : definition.AssociatedSymbol ?? definition;
        if (!declared.HasSource())
        {
            // Another project's translation contains it, if that project has kernels. Its static classes are not accessible: their barriers
            // are not visible from here.
            if (!IsTranslatedElsewhere(definition) || definition.ContainingType.IsStatic)
                throw new Refusal(Rules.NoSource, call, definition.ToDisplayString());
            return name;
        }

        Translate(name, definition, declared.DeclaringSyntaxReferences[0].GetSyntax(), inside, spaces, isKernel: false, self);
        return name;
    }

    private static bool IsTranslatedElsewhere(ISymbol symbol) =>
        symbol.ContainingAssembly?.GetTypeByMetadataName("GanFromScratch.Generated.KernelCode") != null;

    /// <summary>A type's name in C; a struct is translated on the first request.</summary>
    public string Type(ITypeSymbol type, Substitution substitution, SyntaxNode where, Unit user)
    {
        type = substitution.Resolve(type);
        switch (type.SpecialType)
        {
            case SpecialType.System_Int32: return "int";
            case SpecialType.System_UInt32: return "uint";
            case SpecialType.System_Int64: return "i64";
            case SpecialType.System_UInt64: return "u64";
            case SpecialType.System_Boolean: return "bool";
            case SpecialType.System_Single or SpecialType.System_Double: return "float";
            case SpecialType.System_Void: return "void";
        }

        if (type is ITypeParameterSymbol)
        {
            user.Need(type.Name);
            return type.Name;
        }

        if (type.Intrinsic() is string native)
            return native;
        if (type.IsView())
            throw new Refusal(Rules.Unsupported, where, "a view in a struct, or as what a method returns", "pass it as a parameter");
        if (
            type is not INamedTypeSymbol { IsValueType: true, IsGenericType: false, TypeKind: TypeKind.Struct, IsRefLikeType: false } named
                || !(type.HasSource() || IsTranslatedElsewhere(type)))
            throw new Refusal(Rules.Type, where, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString());
        if (named.IsTransparent())
            return Type(named.Fields().First().Type, substitution, where, user);
        Struct(named, where);
        user.Need(named.Name);
        return named.Name;
    }

    /// <summary>The C# compiler's operation tree of a method's body or an expression; cached, because it is requested often.</summary>
    public IOperation? Operation(SyntaxNode node)
    {
        if (operations.TryGetValue(node, out IOperation? known))
            return known;
        if (!models.TryGetValue(node.SyntaxTree, out SemanticModel? model))
            models[node.SyntaxTree] = model = Compilation.GetSemanticModel(node.SyntaxTree);
        return operations[node] = model.GetOperation(node);
    }

    /// <summary>A kernel generic over a formula can pass it only views of buffers and private variables.</summary>
    public static List<Space> UsualSpaces(IMethodSymbol method) =>
        [
            .. method.Parameters.Where(
                p => p.Type.IsView() || p.RefKind is RefKind.Ref or RefKind.Out).Select(p => p.Type.IsView() ? Space.Global : Space.Local)];

    /// <summary>A concrete struct's implementation of an interface method.</summary>
    public static IMethodSymbol Implementation(INamedTypeSymbol type, IMethodSymbol member, SyntaxNode where)
    {
        foreach (INamedTypeSymbol candidate in type.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.ContainingType.OriginalDefinition))
                continue;
            ISymbol declared = candidate.GetMembers(member.Name).First(
                m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition));
            if (type.FindImplementationForInterfaceMember(declared) is IMethodSymbol found)
                return found.IsGenericMethod ? found.Construct([.. member.TypeArguments]) : found;
        }

        throw new Refusal(Rules.NoSource, where, member.ToDisplayString());
    }

    private static string Name(IMethodSymbol method, INamedTypeSymbol? self)
    {
        ISymbol named = method.AssociatedSymbol ?? method;
        string name = method.MethodKind == MethodKind.Constructor ? "new" : named.Name.Substring(named.Name.LastIndexOf('.') + 1);
        // Overloads are distinguished by their parameter types.
        bool overloaded = method.AssociatedSymbol == null
            && method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Count(m => !m.IsImplicitlyDeclared) > 1;
        string types = overloaded ? string.Concat(method.Parameters.Select(Spelled)) : "";
        return $"{(self ?? method.ContainingType).Name}_{name}{types}";
    }

    private static string Spelled(IParameterSymbol parameter)
    {
        IEnumerable<string> elements = parameter.Type is INamedTypeSymbol named ? named.TypeArguments.Select(t => t.Name) : [];
        string reference = parameter.RefKind is RefKind.Ref or RefKind.Out ? "ref" : "";
        return $"_{reference}{parameter.Type.Name}{string.Concat(elements)}".ToLowerInvariant();
    }

    private static string SpaceSuffix(IMethodSymbol method, IReadOnlyList<Space> spaces)
    {
        int i = 0;
        bool usual = true;
        string letters = "";
        foreach (IParameterSymbol parameter in method.Parameters.Where(p => p.Type.IsView() || p.RefKind is RefKind.Ref or RefKind.Out))
        {
            Space space = spaces[i++];
            letters += space.Letter();
            usual &= space == (parameter.Type.IsView() ? Space.Global : Space.Local);
        }

        return usual ? "" : "_" + letters;
    }

    // A formula's methods are generic over the arithmetic; calls through an interface do not specify it.
    private Substitution BindArithmetic(IMethodSymbol method, Substitution inside)
    {
        foreach (ITypeParameterSymbol parameter in method.TypeParameters)
        {
            bool isArithmetic = parameter.ConstraintTypes.Any(c => c.Name is "IArithmetic" or "IExactArithmetic");
            if (isArithmetic && TransparentNumber is INamedTypeSymbol lane && inside.Resolve(parameter) is ITypeParameterSymbol)
                inside = inside.With(parameter, lane);
        }

        return inside;
    }

    private static void CheckShape(IMethodSymbol kernel, SyntaxNode declaration)
    {
        bool partial = kernel.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .All(t => t.Modifiers.Any(m => m.ValueText == "partial"));
        string? taken = kernel.Parameters.Select(p => p.Name).FirstOrDefault(p => p is "device" or "groups" or "launchArguments");
        string? open = kernel.TypeParameters.FirstOrDefault(t =>
                !t.ConstraintTypes.OfType<INamedTypeSymbol>().SelectMany(c => c.AllInterfaces.Add(c)).Any(
                    c => c.OriginalDefinition.Has("KernelFormulaAttribute")))?.Name;
        int groupSize = LauncherWriter.GroupSize(kernel);
        string? wrong =
            !kernel.IsStatic || !kernel.ReturnsVoid ? $"{kernel.Name} is not static, or returns something"

                : kernel.ContainingType is not { IsStatic: true, TypeKind: TypeKind.Class }
                ? $"{kernel.ContainingType.Name} is not a static class"

                : !partial || kernel.ContainingType.IsGenericType || kernel.ContainingType.ContainingType != null
                ? $"{kernel.ContainingType.Name} is not partial, or generic, or nested"
            : kernel.Parameters.Any(p => p.RefKind != RefKind.None) ? "a parameter is passed by reference"
            : open != null ? $"{open} is not constrained to an interface marked [KernelFormula], so what may stand for it is not translated"
            : taken != null ? $"'{taken}' is a parameter of its launcher already"
            : kernel.Parameters.Length is < 1 or > 14 ? $"{kernel.Parameters.Length} parameters; ILGPU passes from 1 to 14"
            : groupSize is < 1 or > 1024 ? $"a group of {groupSize} items; from 1 to 1024 is possible"
            : null;
        if (wrong != null)
            throw new Refusal(Rules.Shape, declaration, wrong);
    }

    private Unit Translate(
        string name, IMethodSymbol method, SyntaxNode declaration, Substitution inside, IReadOnlyList<Space> spaces, bool isKernel,
        INamedTypeSymbol? self = null)
    {
        underWay.Push((name, method.Name));
        var unit = new Unit(name, File(declaration));
        try
        {
            new FunctionWriter(this, unit, unit.Plain, method, declaration, inside, spaces, isKernel, self, check: false).Write();
            new FunctionWriter(this, unit, unit.Checked, method, declaration, inside, spaces, isKernel, self, check: true).Write();
        }
        finally
        {
            underWay.Pop();
        }

        units[name] = unit;
        return unit;
    }

    private void Struct(INamedTypeSymbol type, SyntaxNode where)
    {
        if (!type.HasSource())
            return;
        if (Words.Variable(type.Name) != type.Name)
            throw new Refusal(Rules.Unsupported, where, $"a struct called {type.Name}, which is a word of C", "give it another name");
        Own(type.Name, type.ToDisplayString(), where);
        if (units.ContainsKey(type.Name))
            return;
        SyntaxNode declaration = type.DeclaringSyntaxReferences[0].GetSyntax();
        var unit = new Unit(type.Name, File(declaration));
        units[type.Name] = unit;
        List<string> fields = [];
        foreach (StructField field in type.Fields())
        {
            // A bool has no defined layout in memory passed to a kernel.
            string fieldType = field.Type.SpecialType == SpecialType.System_Boolean
                ? "int"
                : Type(field.Type, Substitution.None, where, unit);
            fields.Add($"{fieldType} {Words.Variable(field.Name)};");
        }

        // C has no empty structs.
        if (fields.Count == 0)
            fields.Add("int nothing;");
        foreach (UnitText text in new[] { unit.Plain, unit.Checked })
        {
            text.Add(0, "typedef struct", declaration);
            text.Add(0, "{", null);
            foreach (string field in fields)
                text.Add(1, field, null);
            text.Add(0, $"}} {type.Name};", null);
        }
    }
}
