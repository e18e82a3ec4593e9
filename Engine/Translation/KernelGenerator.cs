using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// The entry point, a source generator: it runs inside the C# compiler, finds and translates the kernels and formulas of the project, and
/// adds two things to it: launchers, and the C text with its registration.
/// </summary>
[Generator]
public sealed class KernelGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // A project without kernels or formulas costs two look-ups. A project with them is retranslated completely on every change, because
        // a kernel depends on helpers and formulas in many files; this takes half a second.
        IncrementalValueProvider<ImmutableArray<SyntaxNode>> kernels = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                $"{Symbols.Simt}.KernelAttribute", static (node, _) => node is MethodDeclarationSyntax,
                static (found, _) => found.TargetNode)
            .Collect();
        IncrementalValueProvider<ImmutableArray<SyntaxNode>> structs = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) =>
                    node is StructDeclarationSyntax { BaseList: not null } or RecordDeclarationSyntax { BaseList: not null },
                static (found, stop) =>
                    found.SemanticModel.GetDeclaredSymbol(found.Node, stop) is INamedTypeSymbol type && IsFormula(type) ? found.Node : null)
            .Where(static node => node != null)
            .Select(static (node, _) => node!)
            .Collect();
        IncrementalValueProvider<string> folder = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.projectdir", out string? path) ? path : "");
        context.RegisterSourceOutput(
            context.CompilationProvider.Combine(kernels).Combine(structs).Combine(folder),
            static (output, found) => Run(output, found.Left.Left.Left, found.Left.Left.Right, found.Left.Right, found.Right));
    }

    private static bool IsFormula(INamedTypeSymbol type) =>
        !type.IsGenericType && type.IsValueType && IsNameable(type)
        && (type.IsTransparent() || type.AllInterfaces.Any(i => i.OriginalDefinition.Has("KernelFormulaAttribute")));

    // Types private to a class or file are skipped: they serve tests or helpers there, and generated code could not name them.
    private static bool IsNameable(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer != null; outer = outer.ContainingType)
        {
            if (
                outer.IsFileLocal
                || outer.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                return false;
        }

        return true;
    }

    private static void Run(
        SourceProductionContext output, Compilation compilation, ImmutableArray<SyntaxNode> kernels, ImmutableArray<SyntaxNode> structs,
        string folder)
    {
        if (kernels.Length == 0 && structs.Length == 0)
            return;
        var translator = new Translator(compilation, folder);
        HashSet<string> reported = [];
        List<(IMethodSymbol Method, SyntaxNode Declaration)> translated = [];
        foreach (SyntaxNode declaration in kernels)
        {
            if (compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is IMethodSymbol kernel
                && Attempt(output, reported, declaration, () => translator.Kernel(kernel, declaration)))
                translated.Add((kernel, declaration));
        }

        List<INamedTypeSymbol> formulas = [];
        foreach (SyntaxNode declaration in structs)
        {
            if (compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is INamedTypeSymbol formula
                && !formulas.Contains(formula, SymbolEqualityComparer.Default)
                && Attempt(output, reported, declaration, () => translator.Formula(formula, declaration)) && !formula.IsTransparent())
                formulas.Add(formula);
        }

        foreach (
            var group in translated.GroupBy(
                k => k.Method.ContainingType, (type, members) => (Type: type, Kernels: members.ToList()), SymbolEqualityComparer.Default))
            output.AddSource(
                $"{group.Type!.ToDisplayString()}.Launchers.g.cs", LauncherWriter.Write((INamedTypeSymbol)group.Type, group.Kernels));
        output.AddSource("KernelCode.g.cs", new RegistrationWriter(translator).Write(translated, formulas));
    }

    private static bool Attempt(SourceProductionContext output, HashSet<string> reported, SyntaxNode declaration, System.Action translate)
    {
        try
        {
            translate();
            return true;
        }
        catch (Refusal refusal)
        {
            // An error in a helper called by several kernels occurs once per kernel, and is reported once.
            Diagnostic diagnostic = refusal.ToDiagnostic();
            if (reported.Add(diagnostic.ToString()))
                output.ReportDiagnostic(diagnostic);
            return false;
        }
        catch (System.Exception error) when (error is not System.OperationCanceledException)
        {
            // Otherwise the compiler would continue without any kernels and bury the cause under consequential errors.
            output.ReportDiagnostic(
                Diagnostic.Create(Rules.Failure, declaration.GetLocation(), error.ToString().Replace("\r", "").Replace("\n", " ")));
            return false;
        }
    }
}
