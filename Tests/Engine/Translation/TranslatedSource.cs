using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Engine.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>A piece of C# sent through the translator in this process, as the C# compiler does it during a build.</summary>
internal sealed class TranslatedSource
{
    private const string Head =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using GanFromScratch.Engine.Devices;
        global using GanFromScratch.Engine.Devices.Simt;
        global using GanFromScratch.Engine.Kernels;
        global using GanFromScratch.Engine.Simt;
        global using ILGPU;
        """;

    // The assembly bears the name of the tests' own, to which the engine shows its internals.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "GanFromScratch.Tests",
        [CSharpSyntaxTree.ParseText(Head, Options, "Head.cs")],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f =>
                    Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal)
                        || Path.GetFileName(f) is "netstandard.dll" or "mscorlib.dll")
            .Append(typeof(KernelUnit).Assembly.Location)
            .Append(typeof(ILGPU.Grid).Assembly.Location)
            .Select(f => MetadataReference.CreateFromFile(f)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    private readonly Compilation compilation;
    private readonly GeneratorRunResult result;

    private TranslatedSource(string source)
    {
        var driver = CSharpGeneratorDriver.Create([new KernelGenerator().AsSourceGenerator()], parseOptions: Options);
        GeneratorDriver run = driver.RunGeneratorsAndUpdateCompilation(
            Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Options, "Source.cs")), out compilation, out _);
        result = run.GetRunResult().Results.Single();
    }

    private static CSharpParseOptions Options => CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    /// <summary>Whole files.</summary>
    public static TranslatedSource Of(string source) => new(source);

    /// <summary>
    /// A kernel with these statements and the views x, y (float), i (int), the numbers n (int), u (uint), a (float) and the flag on.
    /// </summary>
    /// <param name="statements">The first stands in line 1.</param>
    /// <param name="members">More members of the class.</param>
    /// <param name="types">More types.</param>
    public static TranslatedSource OfKernel(string statements, string members = "", string types = "") => Of(
        "static partial class Test { [Kernel] internal static void K(ArrayView<float> x, ArrayView<float> y, ArrayView<int> "
        + "i, int n, uint u, float a, bool on) { "
        + statements + "\n}\n" + members + "\n}\n" + types);

    /// <summary>What the translator reports: rule and line.</summary>
    public IEnumerable<string> Refusals => result.Diagnostics.Select(d => $"{d.Id} {Line(d)}");

    /// <summary>What it says.</summary>
    public string Message => string.Join("\n", result.Diagnostics.Select(d => d.GetMessage(CultureInfo.InvariantCulture)));

    /// <summary>What the C# compiler says of source and generated files together.</summary>
    public IEnumerable<string> CompilerErrors =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Id} {Line(d)}");

    /// <summary>The generated files.</summary>
    public IEnumerable<(string Name, string Text)> Files => result.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString()));

    public Exception? Crash => result.Exception;

    /// <summary>The C text of a kernel, function or struct.</summary>
    public string C(string unit) => Text(unit, 2);

    /// <summary>The same with every index checked.</summary>
    public string CheckedC(string unit) => Text(unit, 3);

    /// <summary>All pieces, in the order of their names.</summary>
    public IEnumerable<string> Units => Registrations().Select(a => (string)((LiteralExpressionSyntax)a[0].Expression).Token.Value!);

    /// <summary>The compiled assembly, source and generated files, loaded and its kernels registered.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
        Assert.That(emitted.Success, Is.True, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        var assembly = Assembly.Load(image.ToArray());
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        return assembly;
    }

    private static int Line(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1;

    private string Text(string unit, int argument)
    {
        Assert.That(result.Diagnostics, Is.Empty, "refused");
        foreach (var arguments in Registrations())
        {
            string[] texts = [.. arguments.Take(3).Select(a => (string)((LiteralExpressionSyntax)a.Expression).Token.Value!)];
            if (texts[0] == unit)
                return texts[argument - 1].TrimEnd('\n');
        }

        throw new InvalidOperationException($"No piece '{unit}' among {string.Join(", ", Units)}.");
    }

    // The generated code is read rather than run: new KernelUnit("name", "text", "checked text", …).
    private IEnumerable<SeparatedSyntaxList<ArgumentSyntax>> Registrations() =>
        result.GeneratedSources.Where(s => s.HintName == "KernelCode.g.cs").SelectMany(s => s.SyntaxTree.GetRoot().DescendantNodes())
            .OfType<ObjectCreationExpressionSyntax>().Where(n => n.Type.ToString() == "KernelUnit")
            .Select(n => n.ArgumentList!.Arguments);
}
