using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Options that name a file to write. None may take the place of a file that a training run needs, and no two the same file.
/// </summary>
internal static class OutputPath
{
    /// <summary>The files that the options name, in their order; null for an option that is not given.</summary>
    /// <exception cref="InputException">One is empty, is a file of a training run, or is named twice.</exception>
    public static string?[] Of(ParseResult parsed, params Option<string>[] options)
    {
        var paths = new string?[options.Length];
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < options.Length; i++)
        {
            if (parsed.GetValue(options[i]) is not string path)
                continue;
            if (path.Length == 0)
                throw new InputException($"{options[i].Name}: expected the name of a file, got ''.");
            string real = Real(path);
            if (RunFolder.OwnerOf(real) is string run)
                throw new InputException(
                    $"{options[i].Name} {path} is a file of the training run in {run} and would replace it; choose another name.");
            if (!seen.TryAdd(real, options[i].Name))
                throw new InputException($"{seen[real]} and {options[i].Name} both name {path}; give each a file of its own.");
            paths[i] = path;
        }

        return paths;
    }

    /// <summary>The full path with every link on the way followed.</summary>
    internal static string Real(string path)
    {
        const int MostLinks = 40;
        return Follow(Path.GetFullPath(path), MostLinks);

        static string Follow(string full, int linksLeft)
        {
            string real = Path.GetPathRoot(full)!;
            foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                real = Path.Combine(real, part);
                if (linksLeft > 0 && new FileInfo(real).LinkTarget is string target)
                    real = Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!), --linksLeft);
            }

            return real;
        }
    }
}
