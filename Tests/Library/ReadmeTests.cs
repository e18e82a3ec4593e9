using System.Text.RegularExpressions;

namespace GanFromScratch.Tests.Library;

/// <summary>The pages show what runs here.</summary>
public sealed partial class ReadmeTests
{
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

    [TestCase("README.md", 1)]
    [TestCase("Layers/README.md", 2)]
    public void Its_code_is_a_copy_of_this_project(string page, int blocks)
    {
        string[] sources =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, "Tests", "Library"), "*.cs").Select(file => Bare(File.ReadAllText(file))),
        ];
        string[] shown = [.. Code().Matches(File.ReadAllText(Path.Combine(Root, page))).Select(match => match.Groups[1].Value)];
        Assert.That(shown, Has.Length.EqualTo(blocks));
        IEnumerable<string> paragraphs = shown.SelectMany(block => block.Split("\n\n")).Select(Bare);
        Assert.That(paragraphs.Where(part => !sources.Any(source => source.Contains(part, StringComparison.Ordinal))), Is.Empty);
    }

    /// <summary>Without indentation, empty lines and documentation.</summary>
    private static string Bare(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())
        .Where(line => line.Length > 0 && !line.StartsWith("///", StringComparison.Ordinal)));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
