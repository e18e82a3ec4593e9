using System.CommandLine;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Augmenting;
using GanFromScratch.Gan.Comparing;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>augment</c>: whether a GAN's images help a classifier that has few labels.</summary>
internal static class AugmentCommand
{
    private const int MostSeeds = 100, MostSteps = 100_000, MostMade = 10_000;

    private static readonly Option<string> Labels = new("--labels")
    {
        Description = "Images of each class that have labels; several numbers make a table",
        HelpName = "N,…",
        DefaultValueFactory = _ => "20,50,100",
    };
    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "Draws of the images, each with a GAN and classifiers of its own: with the seed of --seed, the next one, and so on",
        HelpName = "N",
        DefaultValueFactory = _ => "5",
    };
    private static readonly Option<string> Made = new("--made")
    {
        Description = "Images of each class that the GAN adds",
        HelpName = "N",
        DefaultValueFactory = _ => "50",
    };
    private static readonly Option<string> ClassifierSteps = new("--classifier-steps")
    {
        Description = "Steps of every classifier, in batches of 100",
        HelpName = "N",
        DefaultValueFactory = _ => "300",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder of the GANs' runs, labels-20-seed-1, …; what is trained in it is not trained again",
        HelpName = "DIR",
        Required = true,
    };
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print a line of JSON for each number of labels, messages on standard error",
    };

    public static Command Create()
    {
        var command = new Command(
            "augment",
            "Train a GAN on a few labelled images, add what it makes to them, and print how well a classifier does with and without, "
            + "beside shifts by up to two pixels: mean ± standard deviation over the seeds. All other options are those of train, and "
            + "begin as --condition projection --loss hinge --lr 1e-3 --ema 0.99 --augment translation --steps 1000; the same command "
            + "goes on where it was stopped.")
        {
            Labels, Seeds, Made, ClassifierSteps, Out, PageTable.Page, Json,
        };
        foreach (TrainingOption option in TrainingOptionList.All)
            command.Add(option.Option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        string path = OptionValue.Text(Out, parsed.GetValue(Out)!);
        int[] labels = [.. parsed.GetValue(Labels)!.Split(',').Select(text => OptionValue.Count(Labels, text, most: 100_000))];
        int seeds = Number(parsed, Seeds, MostSeeds), steps = Number(parsed, ClassifierSteps, MostSteps);
        var study = new AugmentationStudy(steps, Number(parsed, Made, MostMade));
        TrainingOptions options = TrainingOptionList.Apply(parsed, Beginning(parsed)).Validate();
        if (!options.FindModel().Condition.TakesLabels)
            throw new InputException("The GAN must make images of a class that is asked for; leave out --condition none.");

        bool json = parsed.GetValue(Json);
        var page = PageTable.Of(parsed);
        var display = new SafeDisplay(new PlainDisplay(json ? Console.Error : Console.Out));
        (ImageSet all, ImageSet? test) = Load(options.Data);
        using Device device = DeviceCatalog.Open(options.Device, options.Threads, options.Compiler);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using var stop = new StopSignals();
        List<(int Labels, AugmentationResult[] Results)> rows = [];
        foreach (int perClass in labels)
        {
            var results = new AugmentationResult[seeds];
            for (int i = 0; i < seeds; i++)
            {
                ulong seed = options.Seed + (ulong)i;
                string folder = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"labels-{perClass}-seed-{seed}"));
                LabelledSubset subset = LabelledSubset.Draw(all, test, perClass, seed);
                string data = Path.GetFullPath(Path.Combine(folder, "data")), run = Path.Combine(folder, "run");
                subset.Save(data);
                if (!ContinuedRun.Train(options with { Data = data, Seed = seed }, run, display, stop.Token))
                {
                    display.Note("Stopped; the same command goes on.");
                    return 1;
                }

                results[i] = study.Measure(subset, study.Generate(RunFolder.Open(run), device), device, seed);
                display.Note(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{perClass} labels a class, seed {seed}: {string.Join(", ", AugmentationResult.Columns.Select(
                        c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Of(results[i]):0.0%}")))}"));
            }

            rows.Add((perClass, results));
            if (json)
                JsonLine.Print(json, Fields(perClass, results));
        }

        TextTable table = Table(rows);
        if (!json)
            Console.WriteLine(table.ToText());
        page?.Write(table);
        return 0;
    }

    /// <summary>What is known to work with few images, unless the command line says otherwise.</summary>
    private static TrainingOptions Beginning(ParseResult parsed) => TrainingOptionList.Recipe.IsGiven(parsed)
        ? TrainingOptionList.Beginning(parsed)
        : TrainingOptionList.Beginning(parsed) with
        {
            Condition = "projection",
            Loss = "hinge",
            LearningRate = 1e-3f,
            Ema = 0.99f,
            Augment = "translation",
            Steps = 1000,
            Epochs = 100_000,
            CheckpointEvery = Interval.Never,
        };

    private static (ImageSet All, ImageSet? Test) Load(string data)
    {
        ImageSet all = Labelled(DatasetPart.Train);
        return (all, DatasetCatalog.HasParts(data) ? Labelled(DatasetPart.Test) : null);

        ImageSet Labelled(DatasetPart part)
        {
            ImageSet images = DatasetCatalog.Default.Load(data, part, _ => ImageClassifier.Format);
            return images.ClassCount is >= 2 and <= ImageClassifier.Classes
                ? images
                : throw new InputException(
                    $"--data {data}: the classifier tells 2 to {ImageClassifier.Classes} classes apart, but these images have "
                    + $"{images.ClassCount}; give labelled images of so many.");
        }
    }

    private static (string Name, object Value)[] Fields(int labels, AugmentationResult[] results) =>
    [
        ("measure", "augment"), ("labels", labels), ("seeds", results.Length),
        .. AugmentationResult.Columns.SelectMany(column =>
        {
            var figure = MeanDeviation.Of([.. results.Select(column.Of)]);
            return new (string, object)[] { (column.Name, figure.Mean), ($"{column.Name}_deviation", figure.Deviation ?? 0) };
        }),
    ];

    private static TextTable Table(List<(int Labels, AugmentationResult[] Results)> rows)
    {
        return new TextTable(
            ["labels a class", .. AugmentationResult.Columns.Select(c => c.Name)],
            [
                .. rows.Select(row => (string[])[
                    row.Labels.ToString(CultureInfo.InvariantCulture),
                    .. AugmentationResult.Columns.Select(c => Text(row.Results, c.Of))]),
            ]);

        static string Text(AugmentationResult[] results, Func<AugmentationResult, double> of)
        {
            var figure = MeanDeviation.Of([.. results.Select(of)]);
            return string.Create(CultureInfo.InvariantCulture, $"{figure.Mean:0.0%}") + (figure.Deviation is double deviation
                ? string.Create(CultureInfo.InvariantCulture, $" ± {deviation:0.0%}")
                : "");
        }
    }

    private static int Number(ParseResult parsed, Option<string> option, int most) =>
        OptionValue.Count(option, parsed.GetValue(option)!, most);
}
