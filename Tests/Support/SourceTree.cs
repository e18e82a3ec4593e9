using System.Runtime.CompilerServices;

namespace GanFromScratch.Tests.Support;

/// <summary>The sources this assembly was built from, for tests of the project's structure.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>All C# files below a folder of the repository, but for what the build makes.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Find([CallerFilePath] string thisFile = "")
    {
        // Deterministic builds may shorten the path; then the folder of the running tests leads upwards to the root.
        foreach (string start in new[] { Path.GetDirectoryName(thisFile) ?? "", AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start.Length == 0 ? "." : start); folder != null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "GanFromScratch.sln")))
                    return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run inside the repository: GanFromScratch.sln was not found above them.");
    }
}
