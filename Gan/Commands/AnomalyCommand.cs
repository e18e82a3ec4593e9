using System.CommandLine;
using System.Globalization;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Anomalies;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>anomaly</c>: scores of how far images are from what a run has learnt (f-AnoGAN).</summary>
internal static class AnomalyCommand
{
    /// <summary>Normal images that those of <c>--images</c> are compared with, and the share of them that counts as usual.</summary>
    private const int Compared = 2000;

    private const double Usual = 0.95;

    private static readonly Option<string> Run = new("--run") { Description = "Folder of a training run", HelpName = "DIR" };
    private static readonly Option<string> Images = new("--images")
    {
        Description = "Score these images: an idx file, a folder of images, or a CSV that lists some [default: the test images of the "
            + "run's data, those of classes left out by --without against the others]",
        HelpName = "IDX|FOLDER",
    };
    private static readonly Option<string> Csv = new("--csv")
    {
        Description = "With --images: write a line for each with its score and the distances of its pixels, features and code",
        HelpName = "FILE.csv",
    };
    private static readonly Option<string> Map = new("--map")
    {
        Description = $"Write {AnomalyPicture.Most} images, what the generator makes of them, and where they differ; of --images those "
            + "with the highest scores",
        HelpName = "FILE.png",
    };
    private static readonly Option<string> By = new("--by")
    {
        Description = "The score of --images: code, the distance of an image's code from those of the training images, or paper, "
            + "f-AnoGAN's residual of pixels and features",
        HelpName = OptionValue.Choices<AnomalyKind>("|"),
        DefaultValueFactory = _ => "code",
    };
    private static readonly DeviceChoice On = new("auto");
    private static readonly Option<bool> Json = new("--json") { Description = "Print one line of JSON, messages on standard error" };

    /// <summary>For <c>anomaly</c> and <c>anomaly each-class</c>.</summary>
    public static Option<string> EncoderSteps { get; } = new("--encoder-steps")
    {
        Description = $"Training steps of the encoder, which is trained once and kept in the run's folder [default: "
            + $"{RunEncoder.UsualSteps}]",
        HelpName = "N",
    };

    public static Command Create()
    {
        var command = new Command("anomaly", "Find images that a run's generator cannot make (f-AnoGAN).")
        {
            Run, Images, By, Csv, Map, EncoderSteps, On.Device, On.Compiler, On.Threads, Json,
        };
        ReadingOptions.AddTo(command);
        command.Add(AnomalyOfEachClass.Create());
        command.SetAction(Execute);
        return command;
    }

    /// <summary>The value of <see cref="EncoderSteps"/>; null if it is not given.</summary>
    public static int? StepsOf(ParseResult parsed) =>
        parsed.GetValue(EncoderSteps) is string text ? OptionValue.Count(EncoderSteps, text, most: 10_000_000) : null;

    private static int Execute(ParseResult parsed)
    {
        string path = parsed.GetValue(Run) ?? throw new InputException("Nothing to find anomalies with: give --run DIR.");
        string? images = parsed.GetValue(Images) is string given ? OptionValue.Text(Images, given) : null;
        string?[] outputs = OutputPath.Of(parsed, Csv, Map);
        PictureFile.Check(parsed, Map);
        (string? csv, string? map) = (outputs[0], outputs[1]);
        if (csv != null && images == null)
            throw new InputException("--csv lists the scores of --images; give both, or neither.");
        AnomalyKind by = OptionValue.Choice<AnomalyKind>(By, parsed.GetValue(By)!);
        int? steps = StepsOf(parsed);
        RunFolder folder = RunFolder.Open(path);
        TrainingOptions options = folder.ReadOptions();
        OutputPath.KeepFrom(options.Data, parsed, Csv, Map);
        GanModel model = options.FindModel();
        AnomalyDetector.Check(path, options, model);
        bool json = parsed.GetValue(Json);
        Action<string> note = json ? ErrorLine.Write : Console.WriteLine;

        // The images come first: a mistake in them is told before the encoder is trained.
        var real = RunImages.Load(path, options, model, needsAnomalies: images == null, note);
        ImageSet? own = images == null ? null : DatasetCatalog.Default.Load(
            images, DatasetPart.Test, _ => model.Format!.Value, ReadingOptions.Of(parsed));
        foreach (string line in own?.Notes ?? [])
            note(line);

        using var stop = new StopSignals();
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using AnomalyDetector? detector = RunEncoder.Open(folder, options, device, steps, note, stop.Token);
        if (detector == null)
            return 1;
        NormalCodes codes = detector.CodesOf(TrainingData.Load(options, _ => { }));
        ImageSet shown;
        if (own == null)
        {
            JsonLine.Print(json, real.Judge(detector, codes).Fields());
            shown = real.Examples(AnomalyPicture.Most);
        }
        else
        {
            AnomalyScore[] scores = detector.Score(own, codes);
            float[] normal = [.. detector.Score(real.Normal.Take(Compared), codes).Select(score => score.By(by)).Order()];
            int[] ranking = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i].By(by))];
            float bound = normal[Math.Min((int)(Usual * normal.Length), normal.Length - 1)];
            JsonLine.Print(
                json, ("measure", "anomaly"), ("images", scores.Length), ("above", scores.Count(score => score.By(by) > bound)),
                ("bound", (double)bound), ("highest", NameOf(own, ranking[0])), ("score", (double)scores[ranking[0]].By(by)));
            if (csv != null)
            {
                WriteCsv(csv, own, scores, by);
                note($"{scores.Length:N0} scores: {csv}");
            }

            shown = own.Select(ranking.AsSpan(0, Math.Min(AnomalyPicture.Most, ranking.Length)));
        }

        if (map != null)
        {
            PictureFile.Write(map, AnomalyPicture.Draw(detector, shown));
            note($"{shown.Count} images, their reconstructions, and where they differ: {map}");
        }

        return 0;
    }

    private static string NameOf(ImageSet images, int i) => images.Files?[i] ?? $"{i}";

    private static void WriteCsv(string path, ImageSet images, AnomalyScore[] scores, AnomalyKind by)
    {
        var text = new StringBuilder("image,score,residual,feature_distance,code_distance\n");
        for (int i = 0; i < scores.Length; i++)
        {
            (float residual, float features, float code) = scores[i];
            text.Append(
                CultureInfo.InvariantCulture, $"{Quoted(NameOf(images, i))},{scores[i].By(by):R},{residual:R},{features:R},{code:R}\n");
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A field of a CSV, in quotation marks where it needs them (RFC 4180).</summary>
    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
