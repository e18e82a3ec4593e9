using System.Reflection;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Engine.Translation;
using GanFromScratch.Tests.Support;
using Microsoft.CodeAnalysis;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>
/// What the generator adds to a project as a whole: launchers that the C# compiler checks, the same files for the same sources, rules that
/// are explained.
/// </summary>
public class GeneratorTests
{
    private const string Kernel =
        """
        public readonly record struct Settings(float Rate, bool On, uint Seed, double Power, int Count);
        static partial class Test
        {
            [Kernel(GroupSize = 64)] internal static void K(ArrayView<float> x, ArrayView<int> i, int n, float a, bool on, Settings settings) => x[0] = n + i[0];
            [Kernel] internal static void Nothing(int n) { }
            static void Use(SimtDevice device, BufferView view, Settings settings)
            {
                Nothing(device, 3, 1);

        """;

    [TestCase("K(device, 1, view, view, 3, 0.5f, true, settings);", TestName = "a right call")]
    [TestCase("K(device, 1, null, i: view, a: 1, n: 3, on: false, settings: default);", TestName = "a missing view and names")]
    [TestCase("K(device, 1, view, view, 3, 0.5f, true);", "CS7036", TestName = "missing argument")]
    [TestCase("K(device, 1, view, 3, view, 0.5f, true, settings);", "CS1503", TestName = "arguments in the wrong order")]
    [TestCase("K(device, 1, view, view, 3, 0.5, true, settings);", "CS1503", TestName = "double for a float")]
    [TestCase("K(device, 1, view, view, 3, 0.5f, 1, settings);", "CS1503", TestName = "int for a bool")]
    [TestCase("K(device, 1.5f, view, view, 3, 0.5f, true, settings);", "CS1503", TestName = "float for the number of groups")]
    [TestCase("K(device, 1, new float[3], view, 3, 0.5f, true, settings);", "CS1503", TestName = "array for a view")]
    public void The_compiler_checks_a_launch(string call, string? error = null)
    {
        TranslatedSource source = TranslatedSource.Of(Kernel + call + "\n}}");
        Assert.That(source.Refusals, Is.Empty, source.Message);
        Assert.That(source.CompilerErrors, error == null ? Is.Empty : Has.All.StartsWith(error));
    }

    [Test]
    public void The_same_sources_give_the_same_files()
    {
        string source = Kernel + "\n}}";
        Assert.That(TranslatedSource.Of(source).Files, Is.EqualTo(TranslatedSource.Of(source).Files));
    }

    [Test]
    public void Classes_of_one_name_in_two_namespaces_do_not_crash_the_generator()
    {
        TranslatedSource source = TranslatedSource.Of(
            """
            namespace A { static partial class T { [Kernel] static void First(ArrayView<float> x) => x[0] = 1; } }
            namespace B { static partial class T { [Kernel] static void Second(ArrayView<float> x) => x[0] = 1; } }
            """);
        Assert.That(source.Crash, Is.Null);
        Assert.That(source.CompilerErrors, Is.Empty);
    }

    [Test]
    public void A_project_without_kernels_gets_nothing() => Assert.That(TranslatedSource.Of("class Any { }").Files, Is.Empty);

    [Test]
    public void Every_rule_is_documented()
    {
        string[] rules = [
            .. typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(
                f => ((DiagnosticDescriptor)f.GetValue(null)!).Id).Order()];
        Assert.That(rules, Is.Unique.And.Length.GreaterThan(10));
        Assert.That(
            Regex.Matches(Readme, @"^\| (GAN\d{3}) \| [^|]+ \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline).Select(m => m.Groups[1].Value),
            Is.EqualTo(rules));
    }

    [Test]
    public void The_documented_kernel_becomes_the_documented_C()
    {
        string[] blocks = [
            .. Regex.Matches(
                Readme, "^```[a-z]+\\n(.*?)\\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
        string c = TranslatedSource.Of(blocks[0]).C("ScaleSimt_Element");
        foreach ((KernelDialect dialect, string expected) in new[] { (KernelDialect.OpenCl, blocks[1]), (KernelDialect.Cuda, blocks[2]) })
            Assert.That(KernelText.Spell(c, dialect, groupSize: 256, piece: 0), Is.EqualTo(expected));
    }

    private static string Readme =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "Engine", "Translation", "README.md")).ReplaceLineEndings("\n");
}
