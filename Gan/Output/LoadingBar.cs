using System.Diagnostics;
using Spectre.Console;

namespace GanFromScratch.Gan.Output;

/// <summary>How far the reading of many files has come: a bar in a terminal, gone when it is done; elsewhere a line now and then.</summary>
internal static class LoadingBar
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Does <paramref name="work"/>, which calls its argument once a file, from any thread.</summary>
    public static void Show(int files, Action<Action> work)
    {
        if (files == 1)
        {
            work(() => { });
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (ProgressBars.On(console, Console.IsErrorRedirected) is Progress bars)
            bars.Start(context =>
            {
                ProgressTask task = context.AddTask("reading images", maxValue: files);
                work(() => task.Increment(1));
            });
        else
            Plain(files, work);
    }

    private static void Plain(int files, Action<Action> work)
    {
        var watch = Stopwatch.StartNew();
        int done = 0;
        work(() =>
        {
            int now = Interlocked.Increment(ref done);
            lock (watch)
            {
                if (watch.Elapsed < Patience || now == files)
                    return;
                watch.Restart();
                Console.Error.WriteLine($"{now:N0} of {files:N0} images read");
            }
        });
    }
}
