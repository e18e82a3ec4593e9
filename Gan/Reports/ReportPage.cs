using System.Globalization;
using System.Xml.Linq;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using static GanFromScratch.Gan.Reports.Html;

namespace GanFromScratch.Gan.Reports;

/// <summary>The page itself: its sections in order, the most important first.</summary>
internal static class ReportPage
{
    public static XElement Of(RunReport run)
    {
        string title = $"{run.Model.Name} on {run.Options.Data}";
        return Page(
            $"{title}: report of a GAN",
            Tag("header", Tag("h1", title), Tag("p", Standing(run)), Tag("p", Attribute("class", "pale"), Description(run))),
            [Alarms(run), Samples(run), Moments(run), ReportCurves.Section(run), Scores(run), Timing(run), Options(run),
                History(run), Repeat(run)]);
    }

    /// <summary>The run's progress.</summary>
    private static string Standing(RunReport run)
    {
        if (run.Log.Count == 0)
            return "The log has no row yet.";
        string epochs = string.Create(
            CultureInfo.InvariantCulture, $"{run.Epochs:#,0.##} of {run.Options.Epochs:N0} epochs, {run.Steps:N0} steps");
        return !run.Finished ? $"Not finished: so far {epochs}."
            : run.Epochs >= run.Options.Epochs ? $"Finished: {epochs}."
            : run.Options.Steps > 0 && run.Steps >= run.Options.Steps ? $"Finished with the last of the steps asked for: {epochs}."
            : $"Finished when its time was up: {epochs}.";
    }

    private static string Description(RunReport run) => string.Create(
        CultureInfo.InvariantCulture,
        $"Model {run.Model.Name}: {run.Model.Description}. Generator {Input(run.Model)} → {run.Model.Sample}; batches of "
        + $"{run.Options.Batch}; seed {run.Options.Seed}; device {run.Device}.");

    private static string Input(GanModel model) => model is TranslationModel ? "an image" : $"z ({model.LatentSize})"
        + (model.Codes == null ? "" : $" and codes ({model.Codes.Size})");

    private static XElement? Alarms(RunReport run) => run.Alarms.Count == 0 ? null : Section(
        "Alarms",
        Tag("ul", Attribute("class", "alarms"), run.Alarms.Select(alarm => Tag("li", alarm))));

    private static XElement? Samples(RunReport run)
    {
        if (run.Pictures.Final is not string path)
            return null;
        byte[] file = Layers.Serialization.InputFile.ReadAllBytes(path, 1L << 28);
        Bitmap picture = PngFile.Decode(file, path);
        string when = run.Log.Count > 0 ? $"step {run.Steps:N0}" : run.Pictures.Files[^1].Moment;
        XElement final = Figure(
            Picture("image/png", file, picture, ScaleOf(picture), $"{Words(run)} after {when}"),
            $"{Words(run)} after {when}{(run.Finished ? ", the last one" : ", the last one so far")}.");
        XElement? animation = null;
        if (run.Pictures.Animation() is (byte[] gif, Bitmap last, int frames))
        {
            string first = run.Pictures.Files[0].Moment, end = run.Pictures.Files[^1].Moment;
            XElement moving = Picture(
                "image/gif", gif, last, ScaleOf(last),
                $"Animation: the samples of the same noise from {first} to {end}");
            // With the system setting "reduce motion", the last frame is shown instead.
            var still = Tag(
                "source", Attribute("media", "(prefers-reduced-motion: reduce)"),
                Attribute("srcset", DataUri("image/png", PngFile.Encode(last))));
            animation = Figure(
                Tag("picture", still, moving),
                $"The same noise from {first} to {end}, {frames} "
                + $"frames{(last.Channels == 3 ? "; in 256 colours at most, without dithering" : "")}.");
        }

        return Section("Samples", Tag("div", Attribute("class", Pixels(run, "pair")), final, animation));
    }

    private static XElement? Moments(RunReport run) =>
        run.Pictures.Files.Count < 2
            ? null
            : Section(
                "Over time",
                Tag(
                    "p",
                    Attribute("class", "pale"),
                    $"The noise is the same in all of "
                    + $"them{(run.Model.MakesImages ? "" : "; the data in gray, what the generator makes in orange")}."),
                Tag(
                    "div",
                    Attribute("class", Pixels(run, "moments")),
                    run.Pictures.Moments()
                        .Select(moment =>
                            Figure(
                                Picture(
                                    "image/png",
                                    PngFile.Encode(moment.Picture),
                                    moment.Picture,
                                    1,
                                    $"Samples after {moment.Moment}"),
                                moment.Moment)))
            );

    private static XElement? Scores(RunReport run) => run.Scores.Count == 0 ? null : Section(
        "Scores",
        Table(
            "From scores.json. What real samples reach is the floor of a distance and the ceiling of the rest; a full bar is as good as "
            + "they are.",
            ["score", "samples", "real", "", "reading"],
            run.Scores.Select(score => (
                (string?)null, new object[] { score.Name, score.Value, score.Real, Bar(score.Nearness), score.Reading }))));

    private static object Bar(double? share) => share is not double part ? ""
        : Tag(
            "meter", Attribute("min", "0"), Attribute("max", "1"), Attribute("value", Number(Math.Round(part, 4))),
            FormattableString.Invariant($"{part:0%}"));

    private static XElement? History(RunReport run) => run.History.Count == 0 ? null : Section(
        "History", Tag("p", "The run went on with changes:"), Tag("ul", run.History.Select(line => Tag("li", line))));

    private static XElement? Timing(RunReport run)
    {
        if (run.Log.Count == 0)
            return null;
        double[] seconds = run.Log[LogTable.Seconds], speed = run.Log[LogTable.Speed];
        double total = seconds.Sum(), images = seconds.Zip(speed, (s, perSecond) => s * perSecond).Sum();
        return Section(
            "Timing",
            Table(
                "Time of the training steps; pictures and checkpoints between them are not in it.",
                ["", "value"],
                [
                    Row("epochs", $"{run.Epochs:#,0.##}"),
                    Row("all steps", $"{total:N1} s"),
                    Row("an epoch", $"{total / run.Epochs:N2} s"),
                    Row("real samples a second", total > 0 ? $"{images / total:N0}" : (FormattableString)$"–"),
                    Row("a step", run.Steps > 0 ? $"{1000 * total / run.Steps:N2} ms" : (FormattableString)$"–"),
                ]));

        static (string?, object[]) Row(string name, FormattableString value) => (null, [name, FormattableString.Invariant(value)]);
    }

    private static XElement Options(RunReport run)
    {
        ILookup<bool, ReportedOption> options = OptionTable.Of(run.Options).ToLookup(option => option.Differs);
        return Section(
            "Options",
            options[true].Any()
                ? Rows($"What differs from the defaults of model {run.Model.Name}.", ["option", "value", "default"], options[true])
                : Tag("p", $"All are the defaults of model {run.Model.Name}."),
            Tag(
                "details", Tag("summary", $"{options[false].Count()} options as by default"),
                Rows("The defaults.", ["option", "value"], options[false])));

        static XElement Rows(string caption, string[] headings, IEnumerable<ReportedOption> of) => Table(
            caption, headings, of.Select(option => (
                option.Differs ? "differs" : null,
                new object[]
                {
                    Tag("span", option.Name, Tag("small", option.Meaning)), option.Differs ? Tag("strong", option.Value) : option.Value,
                    option.Usual,
                }[..headings.Length])));
    }

    private static XElement Repeat(RunReport run) => Section(
        "Repeat it",
        Tag("p", "On the same device this gives the same weights, bit for bit:"),
        Command(OptionTable.Command(run.Repeatable)),
        run.Finished ? null : Tag("p", "This run goes on with:"),
        run.Finished ? null : Command(["train", "--resume", run.Folder]));

    private static string Words(RunReport run) => run.Model.MakesImages
        ? $"{Number(run.Options.SampleCount)} samples of {run.Model.Format}"
        : $"{Number(run.Options.SampleCount)} generated {Noun(run.Model)} (orange) over the data (gray)";

    private static string Noun(GanModel model) => model is ColumnsModel ? model.Makes : "points";

    /// <summary>Small images are drawn larger, with pixels to be seen; scatters are smooth.</summary>
    private static int ScaleOf(Bitmap picture) => Math.Max(1, 512 / picture.Width);

    private static string Pixels(RunReport run, string classes) => run.Model.MakesImages ? classes : $"{classes} smooth";
}
