using System.CommandLine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Commands;

/// <summary>The options for reading image files, for the verbs that read them; <c>train</c> has the same among its own options.</summary>
internal static class ReadingOptions
{
    public const string BackgroundValue = "auto|COLOUR";

    public const string BackgroundHelp =
        "Background of transparent pixels: a colour such as white or #rrggbb; auto takes white under dark drawings, black "
        + "under " +
        "light ones [default: auto]";

    public const string SkipHelp = "Skip and count damaged images instead of stopping";

    private static readonly Option<string> Background = new("--background") { Description = BackgroundHelp, HelpName = BackgroundValue };
    private static readonly Option<bool> SkipBad = new("--skip-bad-images") { Description = SkipHelp };

    public static void AddTo(Command command)
    {
        command.Add(Background);
        command.Add(SkipBad);
    }

    /// <exception cref="GanFromScratch.Engine.InputException">No such colour.</exception>
    public static ImageReading Of(ParseResult parsed) =>
        new(Data.Images.Background.Parse(parsed.GetValue(Background) ?? Data.Images.Background.Auto), parsed.GetValue(SkipBad));
}
