using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Anomalies;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>anomaly each-class</c>: a run without each class of the data in turn, and how well it finds that class.</summary>
internal static class AnomalyOfEachClass
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder of the runs, without-0, without-1, …; what is done in it is not repeated",
        HelpName = "DIR",
        Required = true,
    };
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print a line of JSON for each class and for the mean, messages on standard error",
    };

    public static Command Create()
    {
        var command = new Command(
            "each-class",
            "Train a run without each class of labelled data, and print a table of how well the class left out is found. All other options "
            + "are those of train and hold for every run; the same command goes on where it was stopped.")
        {
            Out, AnomalyCommand.EncoderSteps, PageTable.Page, Json,
        };
        foreach (TrainingOption option in TrainingOptionList.All)
            command.Add(option.Option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        string path = OptionValue.Text(Out, parsed.GetValue(Out)!);
        int? steps = AnomalyCommand.StepsOf(parsed);
        TrainingOptions options = TrainingOptionList.Read(parsed);
        if (options.Without != LeftOut.None)
            throw new InputException("--without: each-class leaves each class out in turn; leave the option out.");
        options = options.Validate() with { Data = TrainingData.FullName(options.Data) };
        GanModel model = options.FindModel();
        AnomalyDetector.Check(path, options, model);
        int[] classes = LeftOut.Present(options.Data, TrainingData.Images(model, options, _ => { }, DatasetPart.Train).Labels);

        bool json = parsed.GetValue(Json);
        var page = PageTable.Of(parsed);
        var display = new SafeDisplay(new PlainDisplay(json ? Console.Error : Console.Out));
        using var stop = new StopSignals();
        List<AnomalySheet> sheets = [];
        foreach (int left in classes)
        {
            TrainingOptions own = options with { Without = $"{left}" };
            if (Judge(own, Path.Combine(path, $"without-{left}"), steps, display, stop.Token) is not AnomalySheet sheet)
            {
                display.Note("Stopped; the same command goes on.");
                return 1;
            }

            sheets.Add(sheet);
            JsonLine.Print(json, sheet.Fields());
        }

        TextTable table = AnomalySheet.Table(sheets);
        if (json)
            JsonLine.Print(json, AnomalySheet.Mean(sheets).Fields());
        else
            Console.WriteLine(table.ToText());
        page?.Write(table);
        return 0;
    }

    /// <summary>Trains a run and its encoder, as far as they are not trained yet.</summary>
    /// <returns>Null if it was stopped before the end.</returns>
    private static AnomalySheet? Judge(TrainingOptions options, string path, int? steps, SafeDisplay display, CancellationToken stop)
    {
        if (!ContinuedRun.Train(options, path, display, stop))
            return null;
        RunFolder folder = RunFolder.Open(path);
        options = folder.ReadOptions();
        var images = RunImages.Load(folder.Path, options, options.FindModel(), needsAnomalies: true, display.Note);
        using Device device = DeviceCatalog.Open(options.Device, options.Threads, options.Compiler);
        using AnomalyDetector? detector = RunEncoder.Open(folder, options, device, steps, display.Note, stop);
        return detector == null ? null : images.Judge(detector, detector.CodesOf(TrainingData.Load(options, _ => { })));
    }
}
