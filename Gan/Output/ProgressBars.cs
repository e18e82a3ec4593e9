using Spectre.Console;

namespace GanFromScratch.Gan.Output;

/// <summary>Bars in a terminal, each with its share and the time left.</summary>
internal static class ProgressBars
{
    /// <summary>Bars that are gone when their work is done; null where the console is no terminal.</summary>
    public static Progress? On(IAnsiConsole console, bool isRedirected) =>
        isRedirected || !console.Profile.Capabilities.Ansi
            ? null
            : console.Progress().AutoClear(true).HideCompleted(true).Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
}
