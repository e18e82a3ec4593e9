using System.CommandLine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>report</c>: the complete results of a run on one page.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Run = new("--run")
    {
        Description = "Folder of a training run, finished or not",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The page to write, one HTML file that needs no other [default: report.html in the run's folder]",
        HelpName = "FILE.html",
    };

    public static Command Create()
    {
        var command = new Command(
            "report",
            "Write a page about a run: samples by epoch, curves, scores, alarms, timing, options, and how to repeat it.") { Run, Out };
        command.SetAction(parsed =>
        {
            string? given = OutputPath.Of(parsed, Out)[0];
            RunFolder folder = RunFolder.Open(parsed.GetValue(Run)!);
            string path = given ?? Path.Combine(folder.Path, "report.html");
            RunReport.Read(folder).Write(path);
            Console.WriteLine($"report: {path}");
            return 0;
        });
        return command;
    }
}
