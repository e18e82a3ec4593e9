using System.CommandLine;
using System.CommandLine.Parsing;

namespace GanFromScratch.Gan.Output;

/// <summary>A command line that is not understood, in one sentence: the word that is wrong, and the nearest right one.</summary>
internal static class CommandMistake
{
    /// <param name="parsed">With at least one error.</param>
    /// <param name="program">Its name, before the verb.</param>
    public static string Sentence(ParseResult parsed, string program)
    {
        string help = $"{PathOf(parsed.CommandResult, program)} --help lists what there is.";

        // A misspelt word says more than a missing argument that results from it. Of several the first is the mistake: the value of a
        // misspelt option is not understood either.
        if (parsed.UnmatchedTokens is [string word, ..])
        {
            bool isOption = word.StartsWith('-');
            Command command = parsed.CommandResult.Command;
            IEnumerable<string> known = isOption
                ? command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name))
                : command.Subcommands.Select(verb => verb.Name);
            string what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "word";
            return $"Unknown {what} '{word}'{(Nearest(word, known) is string near ? $"; did you mean '{near}'?" : ";")} {help}";
        }

        return $"{parsed.Errors[^1].Message.TrimEnd('.').ReplaceLineEndings(" ")}; {help}";
    }

    /// <summary>"Gan train", for the verb that a mistake is in.</summary>
    private static string PathOf(CommandResult command, string program) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent, program)} {command.Command.Name}" : program;

    /// <summary>The word at the smallest distance, or that begins alike; null if none is near.</summary>
    private static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, Far: candidate.StartsWith(word, StringComparison.Ordinal) ? 1 : Distance(word, candidate)))
        .Where(pair => pair.Far <= Math.Max(1, word.TrimStart('-').Length / 3)).OrderBy(pair => pair.Far)
        .Select(pair => pair.candidate).FirstOrDefault();

    /// <summary>
    /// The least number of letters to insert, delete, replace or exchange with a neighbour that makes <paramref name="b"/> of <paramref
    /// name="a"/> (optimal string alignment).
    /// </summary>
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }
}
