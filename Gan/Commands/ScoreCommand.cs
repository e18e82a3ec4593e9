using System.CommandLine;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>score</c>: scores samples, beside the same figures for real ones; with limits it is a test.</summary>
internal static class ScoreCommand
{
    private const int UsualCount = 5000, MostCount = 100_000;

    private static readonly Option<string[]> Run = new("--run")
    {
        Description = "Score new samples of this training run; given several times, of several, in one table",
        HelpName = "DIR",
    };
    private static readonly Option<string> Images = new("--images")
    {
        Description = "Score these images: an idx file, a folder of images, or a CSV that lists some",
        HelpName = "IDX|FOLDER",
    };
    private static readonly Option<string> Count = new("--count")
    {
        Description = $"How many samples [default: {UsualCount}; {StackedScoring.Samples} of stacked-mnist, {ModeCoverage.Samples} points, "
            + $"{ClipScoring.Clips} clips]",
        HelpName = "N",
    };
    private static readonly Option<string> Data = new("--data") { Description =
        $"The real images: {string.Join(", ", ClassifierFile.Known)} or {StackedMnist.Name}; rows or recordings with the "
        + "columns of a run that learned a CSV [default: the run's data; mnist for --images]", HelpName = "NAME|PATH" };
    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "Seed of the noise and the choice of real images; the same seed gives the same scores",
        HelpName = "N",
        DefaultValueFactory = _ => "1",
    };
    private static readonly Option<bool> PathLengths = new("--path-length")
    {
        Description = "For a run of a model with styles: perceptual path lengths in z and w too",
    };
    private static readonly Option<string> Truncation = new("--truncation")
    {
        Description = "For --run: draw every component of the noise beyond ±T anew; several bounds make a table of quality and variety",
        HelpName = "T,…|none",
        DefaultValueFactory = _ => OptionValue.Untruncated,
    };
    private static readonly Option<string> Target = new("--target")
    {
        Description = "For a run of a table: the category that a classifier trained on the samples guesses in real rows [default: the last "
            + "one]",
        HelpName = "COLUMN",
    };
    private static readonly DeviceChoice On = new("auto");
    private static readonly Option<bool> Json = new("--json") { Description = "Print one line of JSON" };

    private static readonly (Measure Measure, Option<string> Option)[] Limits =
    [
        .. Measure.All.Select(measure => (measure, new Option<string>(measure.Limit)
        {
            Description =
                $"Fail (exit code 1) if this is {(measure.LargerIsBetter ? "less" : "more")}: "
                + $"{measure.Title}{(measure.IsShare ? ", a share from 0 to 1" : "")}",
            HelpName = "X",
        })),
    ];

    public static Command Create()
    {
        var command = new Command(
            "score",
            "Score a GAN's samples, with the same scores of real images beside them.") { Run, Images, Count, Data, Seed,
            Truncation, PathLengths, Target, RunTable.Figures, PageTable.Page, On.Device, On.Compiler, On.Threads, Json };
        ReadingOptions.AddTo(command);
        foreach ((_, Option<string> option) in Limits)
            command.Add(option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        List<(Measure, double)> limits = [];
        foreach ((Measure measure, Option<string> option) in Limits)
        {
            if (parsed.GetValue(option) is string limit)
                limits.Add((measure, measure.IsShare ? OptionValue.Share(option, limit) : OptionValue.Number(option, limit)));
        }

        ulong seed = OptionValue.Seed(Seed, parsed.GetValue(Seed)!);
        string[] runs = parsed.GetValue(Run) ?? [];
        string? run = runs.FirstOrDefault(), images = parsed.GetValue(Images);
        if ((run == null) == (images == null))
            throw new InputException("Nothing to score: give --run DIR or --images IDX|FOLDER.");
        IReadOnlyList<Measure>? figures = RunTable.Chosen(parsed);
        var page = PageTable.Of(parsed);
        if (parsed.GetValue(Target) != null && (run == null || RunFolder.Open(run).ReadOptions().FindModel() is not TableModel))
            throw new InputException("--target is a column of a table: give a run of --model table with it, or leave it out.");
        if (parsed.GetValue(PathLengths) && run == null)
            throw new InputException("--path-length walks in the latent space of a generator: give --run DIR with it.");

        float?[] bounds = [.. parsed.GetValue(Truncation)!.Split(',').Select(text => OptionValue.Truncation(Truncation, text))];
        if (images != null && bounds is not [null])
            throw new InputException("--truncation bounds the noise of a run's generator, which --images do not have; leave it out.");
        if (bounds.Length > 1 && (runs.Length > 1 || figures != null))
            throw new InputException("--truncation: several bounds are rows of a table of one run, without --figures; give one bound.");
        if (bounds.Length > 1 || runs.Length > 1 || figures != null || page != null)
        {
            if (limits.Count > 0 || parsed.GetValue(Json))
                throw new InputException(
                    "--json and limits are for the scores of one run: leave them out, or give one --run and one bound of --truncation, and "
                    + "neither --figures nor --page.");
            if (run == null)
                throw new InputException("--figures and --page are for the scores of runs; give --run DIR, or leave them out.");
            TextTable table = bounds.Length > 1
                ? ScoreBounds(parsed, run, seed, bounds)
                : ScoreRuns(parsed, runs, seed, bounds[0], figures);
            Console.WriteLine($"Against real samples; seed {seed}");
            Console.WriteLine(table.ToText());
            page?.Write(table);
            return 0;
        }

        (ScoreSheet sheet, string what, string? kept) = run != null
            ? ScoreRun(parsed, run, seed, bounds[0])
            : ScoreImages(parsed, OptionValue.Text(Images, images!), seed);
        IReadOnlyList<string> failures = sheet.Failures(limits);
        Console.WriteLine(
            parsed.GetValue(Json)
                ? sheet.ToJson()
                : sheet.ToTable($"{sheet.Samples:N0} samples of {what} against real ones of {sheet.Data}; seed {seed}"));
        foreach (string failure in failures)
            ErrorLine.Write(failure);
        if (kept != null)
            Keep(kept, sheet);
        return failures.Count == 0 ? 0 : 1;
    }

    /// <summary>
    /// Writes the scores where a report finds them. The figures are already printed, so a read-only run folder is not an error.
    /// </summary>
    internal static void Keep(string path, ScoreSheet sheet)
    {
        byte[] line = Encoding.UTF8.GetBytes(sheet.ToJson() + "\n");
        try
        {
            AtomicFile.Write(path, stream => stream.Write(line));
        }
        catch (InputException e)
        {
            ErrorLine.Write($"The scores could not be saved for reports: {e.Message}");
        }
    }

    private static TextTable ScoreRuns(
        ParseResult parsed, string[] runs, ulong seed, float? bound, IReadOnlyList<Measure>? figures)
    {
        List<(string, ScoreSheet)> rows = [];
        foreach (string run in runs)
        {
            (ScoreSheet sheet, string what, string? kept) = ScoreRun(parsed, run, seed, bound);
            if (kept != null)
                Keep(kept, sheet);
            rows.Add((what, sheet));
        }

        return RunTable.Of(rows, figures);
    }

    /// <summary>A row of the table for each bound of the noise.</summary>
    private static TextTable ScoreBounds(ParseResult parsed, string path, ulong seed, float?[] bounds)
    {
        RunFolder folder = RunFolder.Open(path);
        TrainingOptions options = folder.ReadOptions();
        string data = DataOf(parsed, options.Data);
        if (options.FindModel() is { MakesImages: false } or { Frames: > 1 } || data == StackedMnist.Name)
            throw new InputException(
                $"--truncation: several bounds compare images of {string.Join(" or ", ClassifierFile.Known)}; give one bound.");
        SampleCommand.RequireNoise(options.FindModel(), folder.Path, Truncation);
        ClassifierFile.Check(data);
        int count = CountOf(parsed, UsualCount);
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        return TruncationScores.Table(folder, options, data, count, seed, bounds, device);
    }

    /// <summary>Only scores of untruncated noise are kept: a report has no place to say that others are not.</summary>
    private static (ScoreSheet Sheet, string What, string? Kept) ScoreRun(ParseResult parsed, string path, ulong seed, float? truncation)
    {
        RunFolder folder = RunFolder.Open(path);
        TrainingOptions options = folder.ReadOptions();
        GanModel model = options.FindModel();
        string data = DataOf(parsed, options.Data);
        if (truncation != null)
            SampleCommand.RequireNoise(model, folder.Path, Truncation);
        bool byPairsAlone = IsByPairsAlone(options, data);
        if (model.Format is ImageFormat format && !byPairsAlone)
            CheckFormat(data, format, $"model {model.Name} of {folder.Path} makes");
        int count = CountOf(parsed, UsualCountOf(model, data), byPairsAlone ? 1 : ImageScoring.LeastSamples);
        if (model.Frames > 1)
            ClipScoring.Check(options, data, folder);
        else if (!options.KeepsImages && !byPairsAlone)
            throw new InputException(
                $"--pairs {options.Pairs} of {folder.Path} has no outputs that are right for its inputs; sample --run "
                + $"{Output.ShellWords.QuotePath(folder.Path)} shows what it makes of them.");

        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        ScoreSheet sheet = ScoreRun(
            folder, options, data, count, seed, device, truncation, parsed.GetValue(PathLengths), parsed.GetValue(Target));
        return (sheet, path, truncation == null ? folder.ScoresFile : null);
    }

    /// <summary>Whether there are scores for a run of these options.</summary>
    internal static bool HasScores(TrainingOptions options) => options.FindModel() is ColumnsModel
        || (options.FindModel() is { Format: ImageFormat format }
        ? (ClassifierFile.Known.Contains(options.Data) && options.KeepsImages) || IsByPairsAlone(options, options.Data)
            || (options.Data == StackedMnist.Name && format.Opaque.Channels == StackedModes.Channels) || ClipScoring.Fits(options)
        : PointScoring.HasModes(options.Data));

    /// <summary>The scores of a run as this command has them at its defaults.</summary>
    internal static ScoreSheet ScoreRun(RunFolder folder, TrainingOptions options, Device device) =>
        ScoreRun(folder, options, options.Data, UsualCountOf(options.FindModel(), options.Data), seed: 1, device);

    private static ScoreSheet ScoreRun(
        RunFolder folder, TrainingOptions options, string data, int count, ulong seed, Device device, float? truncation = null,
        bool pathLengths = false, string? target = null)
    {
        GanModel model = options.FindModel();
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = RunNetworks.LoadGenerator(folder, options, model, random);
        using var noise = new RandomSource(device, seed, SamplePictures.Scoring);
        bool byPairsAlone = IsByPairsAlone(options, data);
        InputImages? inputs = model is TranslationModel pairs
            ? InputImages.OfPairs(pairs, options, count, seed, orFewer: byPairsAlone)
            : null;
        count = inputs?.Count ?? count;
        Func<int, int, Tensor> reading =
            inputs == null ? SampleCommand.OfNoise(model, noise, truncation) : (first, n) => inputs.Read(device, first, n);
        var codes = new DrawnCodes(model);
        int[]? labels = SamplePictures.ClassesInTurn(model, count) ?? inputs?.Labels;
        Score[] paths = pathLengths ? Walk(generator, model, data, count, seed, device) : [];
        ImageSet? made = model.Format is ImageFormat images
            ? new ImageSet(folder.Path, images, Make(values => SamplePictures.ToBytes(model, values)))
            : null;
        if (model is ColumnsModel columns)
            return ColumnCommands.Score(columns, Make(values => values), options, data, target, seed, device);
        if (model.Frames > 1)
            return ClipScoring.Full(options, data, made!, seed, device);
        if (made != null && CaptionScoring.AreOfTwo(made))
            return CaptionScoring.Full(made, labels, data, seed, device);
        ScoreSheet sheet = made == null ? PointScoring.Full(data, Make(values => values), options.Seed, device)
            : byPairsAlone ? new ScoreSheet(data, count, [], [])
            : ScorePixels(made, labels, data, seed, device);
        if (inputs?.Pairs != null)
        {
            using ImageScoring? scoring = byPairsAlone || data == StackedMnist.Name ? null : ImageScoring.Open(data, count, seed, device);
            sheet = PairScoring.AddTo(sheet, Pairing.Catalog.Find(options.Pairs), inputs, model.Name, made!, scoring);
        }

        Score[] cycles = generator[0] is Exchange exchange ? Cycle(exchange, (TranslationModel)model, inputs!, device) : [];
        Score[] encoder = EncoderScoring.Of(generator, model, data, seed, device);
        return sheet with
        {
            Scores = [.. sheet.Scores, .. cycles, .. encoder, .. paths, .. made == null ? [] : codes.Score(made, data, device)],
        };

        T[] Make<T>(Func<float[], T[]> convert) => SampleCommand.Generate(
            generator, model, (first, n) => codes.Keep(reading(first, n)), count, i => SamplePictures.Label(model, i), convert);
    }

    /// <summary>Whether outputs are compared with the right ones and with nothing else: they are like no data with a classifier.</summary>
    private static bool IsByPairsAlone(TrainingOptions options, string data) =>
        options.FindModel() is TranslationModel && Pairing.Catalog.Find(options.Pairs).Matches
        && !(options.KeepsImages && (ClassifierFile.Known.Contains(data) || data == StackedMnist.Name));

    private static Score[] Cycle(Exchange exchange, TranslationModel model, InputImages inputs, Device device)
    {
        (double a, double b) = CycleError.Of(exchange, inputs.Pairs, model, device);
        return [new(Measure.CycleA, a, double.NaN), new(Measure.CycleB, b, double.NaN)];
    }

    /// <summary>The path lengths of a generator, in pairs of points as many as samples.</summary>
    private static Score[] Walk(Sequential generator, GanModel model, string data, int count, ulong seed, Device device)
    {
        StyleSpace space = StyleSpace.Of(generator, model, PathLengths.Name);
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        using var noise = new RandomSource(device, seed, SamplePictures.Scoring);
        (double z, double w) = PathLength.Of(space, model, classifier, noise, count);
        return [new(Measure.PathZ, z, double.NaN), new(Measure.PathW, w, double.NaN)];
    }

    private static (ScoreSheet Sheet, string What, string? Kept) ScoreImages(ParseResult parsed, string path, ulong seed)
    {
        string data = DataOf(parsed, "mnist");
        ImageSet images = DatasetCatalog.Default.Load(path, DatasetPart.Test, reading: ReadingOptions.Of(parsed));
        CheckFormat(data, images.Format, $"{path} holds");
        images = images.Take(CountOf(parsed, UsualCountOf(data)));
        if (images.Count < ImageScoring.LeastSamples)
            throw new InputException(
                $"--images: {path} has {images.Count:N0} images, expected at least {ImageScoring.LeastSamples}; give more.");
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        return (ScorePixels(images, labels: null, data, seed, device), path, null);
    }

    private static ScoreSheet ScorePixels(ImageSet images, int[]? labels, string data, ulong seed, Device device)
    {
        ImageFormat format = data == StackedMnist.Name
            ? ImageClassifier.Format with { Channels = StackedModes.Channels }
            : ImageClassifier.Format;
        ImageSet converted = images.ConvertTo(format);
        foreach (string note in converted.Notes)
            ErrorLine.Write(note);
        if (data == StackedMnist.Name)
            return StackedScoring.Full(converted.Pixels, device);
        using ImageScoring scoring = ImageScoring.Open(data, converted.Count, seed, device);
        return scoring.Full(converted.Pixels, labels);
    }

    private static string DataOf(ParseResult parsed, string usual) =>
        parsed.GetValue(Data) is string given ? OptionValue.Text(Data, given) : usual;

    private static int UsualCountOf(GanModel model, string data) => model.Frames > 1 ? ClipScoring.Clips
        : model.MakesImages || model is ColumnsModel ? UsualCountOf(data) : ModeCoverage.Samples;

    private static int UsualCountOf(string data) => data == StackedMnist.Name ? StackedScoring.Samples : UsualCount;

    private static int CountOf(ParseResult parsed, int usual, int least = ImageScoring.LeastSamples)
    {
        int count = parsed.GetValue(Count) is string given ? OptionValue.Whole(Count, given) : usual;
        return count >= least && count <= MostCount
            ? count
            : throw new InputException($"--count: expected {least} to {MostCount:N0}, got {count}.");
    }

    /// <summary>Refuses data without a classifier, and gray images for data whose three channels are three digits.</summary>
    private static void CheckFormat(string data, ImageFormat format, string who)
    {
        if (data != StackedMnist.Name)
            ClassifierFile.Check(data);
        else if (format.Opaque.Channels != StackedModes.Channels)
            throw new InputException(
                $"--data {StackedMnist.Name}: each channel is a digit, expected RGB images, but {who} {format}; give the data that they "
                + $"are of.");
    }
}
