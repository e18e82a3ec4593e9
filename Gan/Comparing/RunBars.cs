using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using Spectre.Console;

namespace GanFromScratch.Gan.Comparing;

/// <summary>How far the runs in progress have come: in a terminal a bar each, with the time left; elsewhere nothing.</summary>
internal sealed class RunBars
{
    private readonly ProgressContext? context;

    private RunBars(ProgressContext? context) => this.context = context;

    /// <summary>Does <paramref name="work"/> with bars that are gone when it is done.</summary>
    public static void Show(Action<RunBars> work)
    {
        if (ProgressBars.On(AnsiConsole.Console, Console.IsOutputRedirected) is Progress bars)
            bars.Start(progress => work(new RunBars(progress)));
        else
            work(new RunBars(null));
    }

    /// <summary>A display for one run. It is safe to call from any thread.</summary>
    public ITrainingDisplay Of(string run) => new Bar(context?.AddTask(Markup.Escape(run)));

    /// <summary>A line above the bars.</summary>
    public void Note(string line)
    {
        line = PlainText.Line(line);
        if (context == null)
            Console.WriteLine(line);
        else
            AnsiConsole.WriteLine(line);
    }

    /// <summary>Notes and epochs are in the run's own folder.</summary>
    private sealed class Bar(ProgressTask? task) : ITrainingDisplay
    {
        private readonly Stopwatch elapsed = new();

        public void Note(string line)
        {
        }

        public void Begin(TrainingOptions options, long first, long total) => elapsed.Restart();

        /// <summary>By time, because a run may end after a number of steps or after a time.</summary>
        public void Update(TrainingProgress progress)
        {
            if (task != null && progress.Remaining + elapsed.Elapsed is { Ticks: > 0 } whole)
                task.Value = task.MaxValue * (elapsed.Elapsed / whole);
        }

        public void EpochEnded(LogRow row)
        {
        }

        public void End() => task?.StopTask();
    }
}
