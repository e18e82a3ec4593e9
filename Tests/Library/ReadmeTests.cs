using System.Text.RegularExpressions;

namespace GanFromScratch.Tests.Library;

/// <summary>The README shows what runs here.</summary>
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

    [Test]
    public void Its_code_is_a_copy_of_this_project()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        string section = readme[readme.IndexOf("## Use it as a library", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 4, StringComparison.Ordinal)];
        string[] sources =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, "Tests", "Library"), "*.cs").Select(file => Bare(File.ReadAllText(file))),
        ];
        string[] blocks = [.. Code().Matches(section).Select(match => Bare(match.Groups[1].Value))];
        Assert.That(blocks, Has.Length.EqualTo(2));
        Assert.That(blocks.Where(block => !sources.Any(source => source.Contains(block, StringComparison.Ordinal))), Is.Empty);
    }

    /// <summary>Without indentation, empty lines and documentation.</summary>
    private static string Bare(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())
        .Where(line => line.Length > 0 && !line.StartsWith("///", StringComparison.Ordinal)));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
