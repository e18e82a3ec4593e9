using System.Text.RegularExpressions;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class ReadmeTests
{
    private static readonly string[] OfBenchmarkDotNet = ["suite"];

    private static string[] Lines => File.ReadAllLines(Path.Combine(SourceTree.Root, "Benchmarks", "README.md"));

    /// <summary>Command lines in the page, by project.</summary>
    private static IEnumerable<string[]> Commands(string project) =>
        Lines.Select(
            l => Regex.Match(l, $"--project {project} -- ([^`]*)`")).Where(m => m.Success).Select(m => m.Groups[1].Value.Split(' '));

    [Test]
    public void Its_commands_are_understood()
    {
        Assert.That(
            Commands("Benchmarks").Where(c => !OfBenchmarkDotNet.Contains(c[0])).SelectMany(
                c => GanFromScratch.Benchmarks.Program.Root.Parse(c).Errors),
            Is.Empty);
        Assert.That(Commands("Gan").SelectMany(c => GanFromScratch.Gan.Program.Root.Parse(c).Errors), Is.Empty);
    }

    [Test]
    public void It_has_every_verb() => Assert.That(
        Commands("Benchmarks").Select(c => c[0]),
        Is.EquivalentTo(GanFromScratch.Benchmarks.Program.Root.Subcommands.Select(c => c.Name).Concat(OfBenchmarkDotNet)));
}
