using System.CommandLine;
using System.Text.RegularExpressions;
using GanFromScratch.Gan;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;
using BenchmarkProgram = GanFromScratch.Benchmarks.Program;

namespace GanFromScratch.Tests.Architecture;

/// <summary>
/// No page lies: every command in the documentation is one that Gan or Benchmarks takes, and it is run: a training for two steps, what
/// needs a run on a small one. Commands that name somebody's files, or a GPU, or that measure, are only parsed.
/// </summary>
public sealed partial class DocumentedCommandTests : ProgramFixture
{
    // What these do takes a moment and needs nothing.
    private static readonly string[] Quick = [
        "explain", "gradcheck", "summary", "devices", "data", "kernels show", "kernels list", "classifier test", "export --classifier"];

    private static readonly string[] OfRuns = ["sample", "export", "score", "report", "interpolate", "anomaly"];

    // Files and devices that are not everywhere.
    private static readonly string[] Elsewhere =
        [
            "FOLDER", "DIR", "FILE", "RUN", "--resume", "--config", "--images", "--weights", "--page", "opencl", "cuda", "ilgpu-cpu",
            "fashion-mnist"];

    // How the pages' runs of these names are trained, shortened; a run of any other name is of the default model.
    private static readonly Dictionary<string, string> Special = new()
    {
        ["classes"] = "--condition projection",
        ["sagan"] = "--model biggan --batch 4",
        ["biggan"] = "--model biggan --batch 4",
        ["stylegan"] = "--model stylegan --batch 4",
        ["anogan"] = "--model anogan --without 0 --limit 64 --batch 8",
        ["cyclegan"] = "--model cyclegan --batch 2",
        ["srgan"] = "--model srgan --batch 2 --limit 64",
        ["nextframe-l1"] = "--model nextframe --image-size 28 --batch 2 --limit 64",
        ["nextframe"] = "--model nextframe --image-size 28 --batch 2 --limit 64",
        ["infogan"] = "--model infogan --batch 4",
        ["bigan"] = "--model bigan --batch 4",
        ["series"] = "--model series --limit 64 --batch 8 --sample-count 8",
        ["table"] = "--model table --limit 512",
        ["video"] = "--model video --batch 2 --limit 16",
        ["text2image"] = "--model text2image --batch 4 --limit 64",
    };

    private TemporaryFolder runs = null!;

    private static readonly string[] OfGan = Verbs(Program.Root), OfBenchmarks = Verbs(BenchmarkProgram.Root);

    public static IEnumerable<TestCaseData> Commands()
    {
        foreach (
            string page in Directory.EnumerateFiles(
                SourceTree.Root, "*.md", SearchOption.AllDirectories).Where(IsOurs).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(SourceTree.Root, page);
            foreach (string command in Found(File.ReadAllText(page)).Distinct())
                yield return new TestCaseData(command).SetArgDisplayNames(name, command);
        }
    }

    [OneTimeSetUp]
    public void Begin() => runs = new TemporaryFolder();

    [OneTimeTearDown]
    public void Forget() => runs.Dispose();

    [TestCaseSource(nameof(Commands))]
    public void Works(string command)
    {
        RootCommand root = IsOfBenchmarks(command) ? BenchmarkProgram.Root : Program.Root;
        Assert.That(root.Parse(command).Errors.Select(error => error.Message), Is.Empty);
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Intersect(Elsewhere).Any() || words.Count(word => word == "--run") > 1)
            return;
        if (Quick.Any(verb => command == verb || command.StartsWith(verb + " ", StringComparison.Ordinal)))
            Assert.That(Run(words), Is.Not.Empty);
        else if (words[0] == "train")
            Shorten(words.Contains("--teacher") ? With(words, "--teacher", RunFor(words)) : words);
        else if (words[0] == "compare" && words.Contains("toy2d"))
            Shorten(With(words, "--seeds", "1"));
        else if (OfRuns.Contains(words[0]) && !words.Contains("each-class"))
            Run(With(Fewer(words), "--run", RunFor(words)));
    }

    /// <summary>A figure of the page takes thousands of samples; that the command works, few.</summary>
    private static string[] Fewer(string[] words) => words[0] switch
    {
        "score" => With(words, "--count", "200"),
        "anomaly" => With(words, "--encoder-steps", "2"),
        _ => words,
    };

    /// <summary>The folder of a small run that has what a command asks for, trained at its first use.</summary>
    private string RunFor(string[] words)
    {
        string? name = words.FirstOrDefault(word => word.StartsWith("runs/", StringComparison.Ordinal))?["runs/".Length..];
        string options = words[0] == "anomaly" ? Special["anogan"] : Special.GetValueOrDefault(name ?? "", "");
        string folder = Path.Combine(runs.Path, $"run{options.Replace(' ', '_')}");
        if (!Directory.Exists(folder))
            Run([.. $"train --steps 2 --device cpu {options} --out".Split(' ', StringSplitOptions.RemoveEmptyEntries), folder]);
        return folder;
    }

    /// <summary>A number that is none after two steps is what the command is there to show, or it ends well.</summary>
    private static void Shorten(string[] words)
    {
        string[] limited = words.Contains("--limit") ? words : With(words, "--limit", "2000");
        (int code, _, string errors) = Call(Program.Main, With(With(limited, "--steps", "2"), "--out", "short"));
        Assert.That(code == 0 || errors.Contains("is not finite", StringComparison.Ordinal), errors);
    }

    /// <summary>The command with another value for an option, or with the option.</summary>
    private static string[] With(string[] words, string option, string value)
    {
        int at = Array.IndexOf(words, option);
        return at < 0 ? [.. words, option, value] : [.. words[..(at + 1)], value, .. words[(at + 2)..]];
    }

    [Test]
    public void There_are_commands_in_the_readme() =>
        Assert.That(Found(File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"))).Count(), Is.GreaterThan(10));

    /// <summary>Command lines, whole ones and those that are written from the verb on.</summary>
    private static IEnumerable<string> Found(string text)
    {
        foreach (Match line in WholeLine().Matches(text))
        {
            if (!line.Groups[1].Value.StartsWith('…') && !line.Groups[1].Value.StartsWith("suite", StringComparison.Ordinal))
                yield return line.Groups[1].Value.Trim();
        }

        foreach (Match span in Span().Matches(text))
        {
            string command = span.Groups[1].Value;
            string[] words = command.Split(' ');
            bool complete = words.Length > 1
                && !command.Contains('…', StringComparison.Ordinal)
                && !command.Contains("FAMILY", StringComparison.Ordinal);
            if (complete && IsKnown(words[0]))
                yield return command;
        }

        // Pages that say so once write commands from the verb on, in blocks.
        if (!text.Contains("All commands begin with", StringComparison.Ordinal))
            yield break;
        foreach (Match block in Block().Matches(text))
        {
            foreach (string line in block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (IsKnown(line.Split(' ')[0]))
                    yield return line.Trim();
            }
        }
    }

    private static string[] Verbs(RootCommand root) => [.. root.Subcommands.Select(verb => verb.Name)];

    private static bool IsKnown(string verb) => OfGan.Contains(verb) || OfBenchmarks.Contains(verb);

    private static bool IsOfBenchmarks(string command) => OfBenchmarks.Contains(command.Split(' ')[0]);

    /// <summary>A command line that works, of the program that has its verb.</summary>
    private static string Run(params string[] words) =>
        Succeed(Call(OfBenchmarks.Contains(words[0]) ? BenchmarkProgram.Main : Program.Main, words));

    private static bool IsOurs(string page) =>
        !new[] { "bin", "obj", "runs", ".git" }.Any(
            folder => page.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"dotnet run -c Release[^\n]*? --project (?:Gan|Benchmarks) -- ([^\n`]+)")]
    private static partial Regex WholeLine();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
