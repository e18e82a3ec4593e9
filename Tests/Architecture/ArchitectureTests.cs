using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Architecture;

/// <summary>The bearing walls, as tests: what every part must have, and whom it must not know.</summary>
public class ArchitectureTests
{
    private static readonly string Kernels = Path.Combine("Engine", "Kernels");

    /// <summary>Contracts: files of a kernel folder with a launch that describes itself.</summary>
    public static IEnumerable<string> Contracts() =>
        SourceTree.Files(Kernels).Where(f => Regex.IsMatch(File.ReadAllText(f), @"record struct \w+Launch\b"))
            .Select(f => Path.GetRelativePath(SourceTree.Root, f));

    [TestCaseSource(nameof(Contracts))]
    public void Every_kernel_has_its_reference_and_its_SIMD_face(string contract)
    {
        string stem = Path.Combine(SourceTree.Root, contract)[..^".cs".Length];
        Assert.That(File.Exists(stem + "Reference.cs"), Is.True, $"{contract} lacks its reference face");
        Assert.That(File.Exists(stem + "Simd.cs"), Is.True, $"{contract} lacks its SIMD face");
    }

    [Test]
    public void Every_kernel_folder_holds_a_contract()
    {
        string root = Path.Combine(SourceTree.Root, Kernels);
        var withContract = Contracts().Select(c => Path.GetDirectoryName(Path.Combine(SourceTree.Root, c))).ToHashSet();
        var folders = Directory.EnumerateDirectories(root).Where(d => Path.GetFileName(d) != "Arithmetic").ToList();
        Assert.That(folders, Is.Not.Empty);
        Assert.That(
            folders.Where(d => !withContract.Contains(d)), Is.Empty, "kernel folders without a contract that dispatches a launch");
    }

    /// <summary>
    /// The names under which a file of Ops records nodes. A name that is computed stands in the table, or the file is refused.
    /// </summary>
    private static IEnumerable<string> RecordedNames(string file)
    {
        foreach (Match record in Regex.Matches(File.ReadAllText(file), @"\.Record\(\s*(?<name>[^,]+),"))
        {
            string name = record.Groups["name"].Value;
            string[] names = (Path.GetFileName(file), name) switch
            {
                (_, ['"', .., '"']) => [name.Trim('"')],
                ("Unary.cs", "typeof(TFormula).Name") => ["IUnaryFormula"],
                ("Binary.cs", "typeof(TFormula).Name") => ["IBinaryFormula"],
                ("Custom.cs", "name") => ["Op"],
                ("Loss.cs", "name") => ["ILossFormula"],
                ("Extremum.cs", _) => ["Max", "Min"],
                _ => throw new InvalidOperationException($"{file} records nodes as {name}: add the names it stands for to this table."),
            };
            foreach (string recorded in names)
                yield return recorded;
        }
    }

    [Test]
    public void Every_recorded_op_has_a_gradient_check()
    {
        var recorded = SourceTree.Files(Path.Combine("Engine", "Ops")).SelectMany(RecordedNames).ToHashSet();
        var proved = Assembly.GetExecutingAssembly().GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<GradientOfAttribute>()).Select(a => a.Op).ToHashSet();
        Assert.That(recorded, Has.Count.GreaterThan(20));
        Assert.That(recorded.Except(proved), Is.Empty, "ops without a test marked [GradientOf]");
    }

    /// <summary>max_line_length of .editorconfig. Text inside of raw string literals (pages, generated code) has its own shape.</summary>
    [Test]
    public void No_line_is_longer_than_140_columns()
    {
        string[] projects = ["Engine", "Layers", "Gan", "Benchmarks", "Tests"];
        Assert.That(projects.SelectMany(SourceTree.Files).SelectMany(LongLines), Is.Empty);
    }

    private static IEnumerable<string> LongLines(string file)
    {
        bool inRawString = false;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool touchesRawString = inRawString || line.Contains("\"\"\"", StringComparison.Ordinal);
            inRawString ^= Regex.Count(line, "\"{3,}") % 2 == 1;
            if (line.Length > 140 && !touchesRawString)
                yield return $"{Path.GetRelativePath(SourceTree.Root, file)}:{number}";
        }
    }

    [Test]
    public void Kernels_know_no_tensors()
    {
        foreach (string file in SourceTree.Files(Kernels))
        {
            string code = Regex.Replace(File.ReadAllText(file), @"^\s*///.*$", "", RegexOptions.Multiline);
            Assert.That(Regex.IsMatch(code, @"\bTensor\b"), Is.False, $"{file} names Tensor");
            Assert.That(code, Does.Not.Contain("GanFromScratch.Engine.Ops").And.Not.Contain("GanFromScratch.Engine.Autograd"), file);
        }
    }

    [Test]
    public void Only_ops_record_graph_nodes()
    {
        foreach (string file in SourceTree.Files("Engine").Concat(SourceTree.Files("Layers")).Concat(SourceTree.Files("Gan")))
        {
            bool allowed = file.Contains($"{Path.DirectorySeparatorChar}Ops{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                || file.EndsWith("Tensor.cs", StringComparison.Ordinal);
            Assert.That(allowed || !Regex.IsMatch(File.ReadAllText(file), @"\.Record\("), Is.True, $"{file} records graph nodes");
        }
    }

    [Test]
    public void The_engine_uses_no_package_but_ILGPU_and_layers_use_none()
    {
        foreach (string project in new[] { "Engine", "Layers" })
        {
            foreach (
                XElement package in XDocument.Load(
                    Path.Combine(SourceTree.Root, project, $"{project}.csproj")).Descendants("PackageReference"))
                Assert.That(
                    project == "Engine" ? (string?)package.Attribute("Include") : null, Is.EqualTo("ILGPU").Or.EqualTo("ILGPU.Algorithms"),
                    project);
        }
    }

    [Test]
    public void Layers_Gan_and_users_see_only_what_the_engine_makes_public()
    {
        string[] Values(string project, string element) =>
        [
            .. XDocument.Load(Path.Combine(SourceTree.Root, project)).Descendants(element).Select(e => (string)e.Attribute("Include")!),
        ];
        string[] projects = ["Engine/Engine.csproj", "Layers/Layers.csproj"];
        string[] friends = [.. projects.SelectMany(project => Values(project, "InternalsVisibleTo"))];
        Assert.That(friends, Does.Contain("GanFromScratch.Tests"));
        string[] outside = ["GanFromScratch.Layers", "Gan", "GanFromScratch.Tests.Library"];
        Assert.That(friends.Intersect(outside), Is.Empty);
        Assert.That(
            Values("Tests/Library/Library.csproj", "ProjectReference").Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "Layers.csproj", "Translation.csproj" }));
    }

    [Test]
    public void Source_files_stay_readable_in_one_sitting()
    {
        const int most = 450;
        string[] folders = ["Engine", "Layers", "Gan", "Benchmarks", "Tests"];
        var long_ = folders.SelectMany(SourceTree.Files).Where(f => File.ReadLines(f).Count() > most);
        Assert.That(long_, Is.Empty, $"files of more than {most} lines");
    }

    [Test]
    public void Tests_are_skipped_only_where_it_can_be_forbidden()
    {
        string self = Path.Combine(SourceTree.Root, "Tests", "Support", "Missing.cs");
        foreach (
            string file in SourceTree.Files("Tests").Where(f => f != self && !f.EndsWith("ArchitectureTests.cs", StringComparison.Ordinal)))
            Assert.That(
                Regex.IsMatch(File.ReadAllText(file), @"Assert\.(Ignore|Inconclusive|Pass)\b|\[Ignore|\[Explicit"), Is.False,
                $"{file} must leave by way of Missing.Skip");
    }
}
