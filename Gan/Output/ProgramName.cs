using System.Reflection;

namespace GanFromScratch.Gan.Output;

/// <summary>How this program was started, so that the commands that it prints can be pasted.</summary>
internal static class ProgramName
{
    private const string Project = "Gan";

    private static readonly Lazy<string> Begin = new(Find);

    /// <summary>A command line that does what the words say: <c>dotnet run -c Release --project Gan -- sample --run runs/a</c>.</summary>
    public static string Command(string words) => Begin.Value + words;

    /// <summary>"" within another program, such as a test.</summary>
    private static string Find()
    {
        if (Assembly.GetEntryAssembly() != typeof(Program).Assembly || Environment.ProcessPath is not string path)
            return "";
        string here = Directory.GetCurrentDirectory(), folder = AppContext.BaseDirectory;
        if (Path.GetFileNameWithoutExtension(path) == "dotnet")
            return $"dotnet {ShellWords.QuotePath(Shorter(here, Path.Combine(folder, $"{Project}.dll")))} ";
        string project = Path.Combine(here, Project), output = Path.Combine(project, "bin");
        return File.Exists(Path.Combine(project, $"{Project}.csproj")) && folder.StartsWith(output, StringComparison.Ordinal)
            ? $"dotnet run -c Release --project {Project} -- "
            : $"{(IsOnPath(path) ? Path.GetFileName(path) : ShellWords.QuotePath(Shorter(here, path)))} ";
    }

    private static bool IsOnPath(string path) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Contains(Path.GetDirectoryName(path));

    /// <summary>A path as it is, or relative to the working directory if it lies in there.</summary>
    private static string Shorter(string here, string path)
    {
        string relative = Path.GetRelativePath(here, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : Path.Combine(".", relative);
    }
}
