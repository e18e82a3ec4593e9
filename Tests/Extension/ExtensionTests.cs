using System.Text.RegularExpressions;
using GanFromScratch.Gan;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Extension;

/// <summary>
/// Gan's page shows how a program of one's own adds a model, a loss and a penalty: its files are these, and its commands work.
/// </summary>
[NonParallelizable]
public sealed partial class ExtensionTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "Gan", "README.md"));

    private static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder != null && !File.Exists(Path.Combine(folder.FullName, "GanFromScratch.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
        }
    }

    /// <summary>On the page it has the namespace of its kind, so that it builds beside its kind as it is.</summary>
    [TestCase("Wide2d.cs", "GanFromScratch.Gan.Models")]
    [TestCase("Pearson.cs", "GanFromScratch.Gan.Objectives")]
    [TestCase("Drift.cs", "GanFromScratch.Gan.Penalties")]
    public void A_file_on_the_page_is_the_one_here(string file, string kind)
    {
        string source = File.ReadAllText(Path.Combine(Root, "Tests", "Extension", file));
        Assert.That(
            Code().Matches(Page).Select(block => block.Groups[1].Value),
            Has.Some.EqualTo(source.Replace($"using {kind};\n", "", StringComparison.Ordinal)
                .Replace("namespace GanFromScratch.Tests.Extension;", $"namespace {kind};", StringComparison.Ordinal)));
    }

    [Test]
    public void The_catalogues_find_the_classes_of_this_assembly_and_keep_their_own_first() => Assert.Multiple(() =>
    {
        Assert.That(GanModel.Catalog.Find("wide2d"), Is.TypeOf<Wide2d>());
        Assert.That(Objective.Catalog.Find("Pearson"), Is.TypeOf<Pearson>());
        Assert.That(Penalty.Catalog.Find("drift"), Is.TypeOf<Drift>());
        Assert.That((GanModel.Catalog.All[0].Name, Objective.Catalog.All[0].Name), Is.EqualTo(("mlp", "non-saturating")));
    });

    [Test]
    public void They_go_with_every_other_part()
    {
        Assert.Multiple(() =>
        {
            foreach (GanModel model in GanModel.Catalog.All)
            {
                TrainingOptions options = TrainingOptions.Published(model) with { Loss = "pearson", Penalty = "drift" };
                Assert.That(options.Validate, Throws.Nothing);
            }

            foreach (Recipe recipe in Recipe.Catalog.All)
                Assert.That(() => TrainingOptions.For(new Wide2d(), recipe.Name).Validate(), Throws.Nothing, recipe.Name);
        });
    }

    [Test]
    public void The_commands_of_the_page_work_one_after_the_other()
    {
        string[] commands = [.. Commands().Matches(Page).Select(line => line.Groups[1].Value)];
        Assert.That(
            commands.Select(command => command.Split(' ')[0]).Distinct(),
            Is.EquivalentTo(["train", "summary", "explain", "sample", "compare"]));
        string before = Environment.CurrentDirectory;
        string folder = Directory.CreateTempSubdirectory("gan-").FullName;
        TextWriter output = Console.Out, errors = Console.Error;
        using var written = new StringWriter();
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(written);
            Console.SetError(written);
            foreach (string command in commands)
                Assert.That(Program.Main(Steps().Replace(command, "--steps $1").Split(' ')), Is.Zero, $"{command}\n{written}");
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }

        Assert.That(
            written.ToString(),
            Does.Contain("wide2d").And.Contain("pearson, ").And.Contain("wgan-gp, 0-gp, consistency, dragan, drift"));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^dotnet run -c Release -- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Commands();

    /// <summary>Thousands of steps, shortened to as many single ones.</summary>
    [GeneratedRegex(@"--steps (\d+)000\b")]
    private static partial Regex Steps();
}
