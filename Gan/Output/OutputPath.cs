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
            KeepRun(path, $"{options[i].Name} {path}");
            string real = Real(path);
            if (!seen.TryAdd(real, options[i].Name))
                throw new InputException($"{seen[real]} and {options[i].Name} both name {path}; give each a file of its own.");
            paths[i] = path;
        }

        return paths;
    }

    /// <summary>Refuses a file that a training run needs.</summary>
    /// <param name="path">To be written.</param>
    /// <param name="what">What the user named, which leads to it.</param>
    /// <exception cref="InputException">It is one.</exception>
    public static void KeepRun(string path, string what)
    {
        if (RunFolder.OwnerOf(Real(path)) is string run)
            throw new InputException($"{what} is a file of the training run in {run} and would replace it; choose another name.");
    }

    /// <summary>Refuses files that would replace the data of a run, or come to lie in it and be learnt as if they were real.</summary>
    /// <param name="data">A file, a folder, or a name, which stands for neither.</param>
    /// <exception cref="InputException">One of the options names such a file.</exception>
    public static void KeepFrom(string data, ParseResult parsed, params Option<string>[] options)
    {
        if (!File.Exists(data) && !Directory.Exists(data))
            return;
        string kept = Real(data);
        foreach (Option<string> option in options)
        {
            if (parsed.GetValue(option) is not string path)
                continue;
            string real = Real(path);
            if (real == kept || real.StartsWith(kept + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new InputException(
                    $"{option.Name} {path} {(real == kept ? "is" : "lies in")} the data that the run learned, {data}; choose another "
                    + "place.");
        }
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
