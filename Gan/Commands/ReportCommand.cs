using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

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
    private static readonly Option<string> Gif = new("--gif")
    {
        Description = "Write the animation of its samples over the epochs as a file of its own, too",
        HelpName = "FILE.gif",
    };

    public static Command Create()
    {
        var command = new Command(
            "report",
            "Write a page about a run: samples by epoch, curves, scores, alarms, timing, options, and how to repeat it.") { Run, Out, Gif };
        command.SetAction(parsed =>
        {
            string?[] given = OutputPath.Of(parsed, Out, Gif);
            PictureFile.CheckAnimation(parsed, Gif);
            RunFolder folder = RunFolder.Open(parsed.GetValue(Run)!);
            string path = given[0] ?? Path.Combine(folder.Path, "report.html");
            var report = RunReport.Read(folder);
            OutputPath.KeepFrom(report.Options.Data, parsed, Out, Gif);
            if (given[1] is string gif)
                WriteAnimation(gif, report);
            report.Write(path);
            Console.WriteLine($"report: {path}");
            return 0;
        });
        return command;
    }

    private static void WriteAnimation(string path, RunReport report)
    {
        (byte[] file, _, int frames) = report.Pictures.Animation() ?? throw new InputException(
            $"{Gif.Name} joins at least two pictures, and {report.Folder} has {report.Pictures.Files.Count}; train on, or "
            + "leave it out.");
        AtomicFile.Write(path, stream => stream.Write(file));
        Console.WriteLine($"{frames} pictures: {path}");
    }
}
