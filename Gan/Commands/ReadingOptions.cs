using System.CommandLine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Commands;

/// <summary>The options for reading images, for the verbs that read them; <c>train</c> has the same among its own options.</summary>
internal static class ReadingOptions
{
    public const string BackgroundValue = "auto|COLOUR";

    public const string BackgroundHelp =
        "Background of transparent pixels and of --fit pad: a colour such as white or #rrggbb; auto takes white under dark drawings, black "
        + "under light ones [default: auto]";

    public const string SkipHelp = "Skip and count damaged images instead of stopping";

    public const string FitHelp =
        "Images of other proportions: crop to their middle, pad with the background, or stretch; auto crops photos and stretches drawings, "
        + "which are gray or have transparent pixels [default: auto]";

    public const string SplitHelp =
        "The split of the data, by its folder's or file's name: train, test, val, …; auto takes train [default: auto]";

    public const string TransposeValue = "auto|true|false";

    public const string TransposeHelp =
        "Exchange rows and columns of idx files and arrays; auto does for EMNIST, which is stored so [default: auto]";

    private static readonly Option<string> Background = new("--background") { Description = BackgroundHelp, HelpName = BackgroundValue };
    private static readonly Option<bool> SkipBad = new("--skip-bad-images") { Description = SkipHelp };
    private static readonly Option<string> Fit = new("--fit") { Description = FitHelp, HelpName = OptionValue.Choices<Fit>("|") };
    private static readonly Option<string> Split = new("--split") { Description = SplitHelp, HelpName = "NAME" };
    private static readonly Option<string> Transpose = new("--transpose")
    {
        Description = TransposeHelp,
        HelpName = TransposeValue,
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>What <c>--data</c> takes for images, each form in a few words.</summary>
    public static string DataHelp { get; } =
        $"{string.Join(", ", DatasetCatalog.Names)}, or a path: "
        + $"{string.Join("; ", DataForm.Catalog.All.Select(form => form.Description))}; a zip, tar or tar.gz of any of these";

    public static void AddTo(Command command)
    {
        command.Add(Background);
        command.Add(Fit);
        command.Add(Split);
        command.Add(Transpose);
        command.Add(SkipBad);
    }

    /// <exception cref="GanFromScratch.Engine.InputException">No such colour.</exception>
    public static ImageReading Of(ParseResult parsed) =>
        new(Data.Images.Background.Parse(parsed.GetValue(Background) ?? Data.Images.Background.Auto), parsed.GetValue(SkipBad))
        {
            Fit = parsed.GetValue(Fit) is string fit ? OptionValue.Choice<Fit>(Fit, fit) : default,
            Split = parsed.GetValue(Split) is string split ? OptionValue.Text(Split, split) : Splits.Auto,
            Transpose = parsed.GetResult(Transpose) is { Implicit: false }
                ? OptionValue.Choice<Transposing>(Transpose, parsed.GetValue(Transpose) ?? "true") : default,
        };
}
