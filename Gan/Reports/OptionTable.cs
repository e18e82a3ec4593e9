using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Reports;

/// <summary>One option of a run in command-line form.</summary>
/// <param name="Name">With its hyphens.</param>
/// <param name="Meaning">A few words.</param>
/// <param name="Value">What the run has.</param>
/// <param name="Usual">The default for the model.</param>
internal sealed record ReportedOption(string Name, string Meaning, string Value, string Usual)
{
    public bool Differs => Value != Usual;
}

/// <summary>The options of a run beside their defaults, and the command line that repeats it.</summary>
internal static class OptionTable
{
    /// <summary>The word of options.json that the command line shortens.</summary>
    private const string LearningRate = "learningRate", LearningRateOption = "lr";

    /// <summary>All options beside those of their recipe, in the order of options.json.</summary>
    public static IReadOnlyList<ReportedOption> Of(TrainingOptions options)
    {
        GanModel model = GanModel.Catalog.Find(options.Model);
        TrainingOptions usual = TrainingOptions.For(model, options.Recipe);
        if (model.Format is ImageFormat format)
            usual = usual with { ImageSize = format.Height, Channels = format.Channels };
        return Beside(usual, options);
    }

    /// <summary>What a recipe changes of a model's published options, as one would type it.</summary>
    public static string RecipeText(Recipe recipe, GanModel model)
    {
        TrainingOptions published = TrainingOptions.Published(model);
        IEnumerable<string> changes = Beside(published, recipe.Apply(published)).Where(option => option.Differs)
            .Select(option => $"{option.Name} {option.Value}");
        string text = string.Join(' ', changes);
        return text.Length == 0 ? $"{model.Name} as published" : text;
    }

    /// <summary>What a run has of its recipe, and what it has in place of the rest of it.</summary>
    public static string RecipeText(Recipe recipe, TrainingOptions options)
    {
        TrainingOptions published = TrainingOptions.Published(GanModel.Catalog.Find(options.Model)), whole = recipe.Apply(published);
        HashSet<string> sets = [.. Beside(published, whole).Where(option => option.Differs).Select(option => option.Name)];
        ILookup<bool, string> words = Beside(whole, options).Where(option => sets.Contains(option.Name))
            .ToLookup(option => option.Differs, option => $"{option.Name} {option.Value}");
        return words.Contains(true)
            ? $"{(words.Contains(false) ? string.Join(' ', words[false]) : "nothing")}; overridden: {string.Join(' ', words[true])}"
            : RecipeText(recipe, GanModel.Catalog.Find(options.Model));
    }

    /// <summary>The arguments that repeat the run.</summary>
    public static IReadOnlyList<string> Command(TrainingOptions options)
    {
        var words = new List<string> { "train", "--model", options.Model };
        if (options.Recipe != GanModel.Catalog.Find(options.Model).Recipe)
            words.AddRange(["--recipe", options.Recipe]);
        bool choosesFormat = GanModel.Catalog.Find(options.Model).Formats.Count > 1;
        foreach (ReportedOption option in Of(options))
        {
            // If omitted, size and colour would follow the data, not the model's default.
            if (option.Name is not ("--model" or "--recipe")
                && (option.Differs || (choosesFormat && option.Name is "--image-size" or "--channels")))
                words.AddRange([option.Name, option.Value]);
        }

        return words;
    }

    private static ReportedOption[] Beside(TrainingOptions usual, TrainingOptions options)
    {
        JsonObject values = Fields(options), defaults = Fields(usual);
        return [
            .. values.Select(field =>
                    new ReportedOption(NameOf(field.Key), MeaningOf(NameOf(field.Key)), Text(field.Value), Text(defaults[field.Key])))];
    }

    private static JsonObject Fields(TrainingOptions options) => JsonNode.Parse(options.ToJson())!.AsObject();

    private static string Text(JsonNode? value) =>
        value!.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>"checkpointEpochs" is --checkpoint-epochs.</summary>
    private static string NameOf(string field)
    {
        field = field.Replace(LearningRate, LearningRateOption, StringComparison.Ordinal);
        var name = new StringBuilder("--");
        foreach (char letter in field)
            name.Append(char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter);
        return name.ToString();
    }

    /// <summary>The option's line of the help, without what it says of choices and defaults.</summary>
    private static string MeaningOf(string name)
    {
        string help = TrainingOptionList.All.FirstOrDefault(option => option.Option.Name == name)?.Option.Description ?? "";
        int end = help.IndexOf(" [default", StringComparison.Ordinal), choices = help.IndexOf(
            $" ({GanModel.Catalog.All[0].Name}", StringComparison.Ordinal);
        return choices >= 0 ? help[..choices] : end >= 0 ? help[..end] : help;
    }
}
