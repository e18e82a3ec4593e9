using System.ComponentModel;
using System.Diagnostics;
using GanFromScratch.Engine;

namespace GanFromScratch.Benchmarks.Peers;

/// <summary>A program that does work and prints one JSON line per measurement.</summary>
/// <param name="Name">For messages: "torch", "Benchmarks".</param>
/// <param name="File">The program.</param>
/// <param name="Arguments">The arguments before the work's: the script, the assembly.</param>
internal sealed record PeerSide(string Name, string File, params string[] Arguments)
{
    /// <summary>This program, in another process.</summary>
    public static PeerSide Ourselves()
    {
        string assembly = typeof(PeerSide).Assembly.Location;
        string host = Environment.ProcessPath is string path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return new PeerSide("Benchmarks", host, assembly);
    }

    /// <summary>A script beside this program, run by the first Python found that has torch.</summary>
    /// <exception cref="InputException">No Python has torch.</exception>
    public static PeerSide Torch(string[] pythons, string script)
    {
        string reason = "";
        foreach (string python in pythons)
        {
            (int code, _, string errors) = new PeerSide("Python", python).Start(["-c", "import torch"]);
            if (code == 0)
                return new PeerSide("torch", python, Path.Combine(AppContext.BaseDirectory, "Peers", script));
            reason = LastLine(errors);
        }

        throw new InputException(
            $"{string.Join(" and ", pythons)}: no torch ({reason}); install it (Debian: apt-get install python3-torch), or name another "
            + $"Python with --python.");
    }

    /// <summary>Runs it in a new process.</summary>
    /// <exception cref="InputException">It does not start, fails, or prints something other than measurements.</exception>
    public IReadOnlyList<PeerMeasure> Measure(IEnumerable<string> work)
    {
        string[] words = [.. work];
        (int code, string output, string errors) = Start(words);
        if (code != 0)
            throw new InputException($"{Name} failed at '{string.Join(' ', words)}' with exit code {code}: {LastLine(errors)}.");
        PeerMeasure[] measures = [
            .. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(line => PeerMeasure.Parse(line, Name))];
        return measures.Length > 0 ? measures : throw new InputException($"{Name} printed no measure at '{string.Join(' ', words)}'.");
    }

    private (int Code, string Output, string Errors) Start(IEnumerable<string> work)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(File, [.. Arguments, .. work]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (Win32Exception e)
        {
            throw new InputException($"{File} cannot be started ({e.Message}); install it, or name another with --python.", e);
        }
    }

    private static string LastLine(string text) =>
        text.Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it said nothing").TrimEnd('.');
}
