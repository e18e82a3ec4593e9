using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Reports;

/// <summary>One figure and, where there is one, the same of real samples, which no generator can be expected to beat.</summary>
/// <param name="Name">The words of <c>score</c>.</param>
/// <param name="Value">Of the samples.</param>
/// <param name="Real">Of real ones; empty if there is none.</param>
/// <param name="Reading">Which direction is better; empty if unknown.</param>
/// <param name="Nearness">How near the samples come to real ones, from 0 to 1; null where nothing says so.</param>
internal sealed record ReportedScore(string Name, string Value, string Real, string Reading = "", double? Nearness = null);

/// <summary>
/// scores.json, a JSON object as <c>score --json</c> prints it, as rows of a table: "frechet" and "frechet_real" are one row. All fields
/// are shown; names of nested fields are concatenated.
/// </summary>
internal static class ScoreTable
{
    private const long MaximumBytes = 1 << 24;
    private const string RealSuffix = "_real";

    /// <summary>The rows; none if there is no such file.</summary>
    /// <exception cref="InputException">The file is no JSON object.</exception>
    public static IReadOnlyList<ReportedScore> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var fields = new List<(string Name, JsonNode? Value)>();
        try
        {
            Add(fields, "", JsonText.ParseObject(Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes))));
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path}: expected a JSON object of scores: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}; write it again, or move it "
                + $"away to have a report without scores.", e);
        }

        ILookup<string, JsonNode?> byName = fields.ToLookup(field => field.Name, field => field.Value);
        return
        [
            .. fields.Where(
                field => !(field.Name.EndsWith(RealSuffix, StringComparison.Ordinal) && byName.Contains(field.Name[..^RealSuffix.Length])))
                .Select(field => Row(field.Name, field.Value, [.. byName[field.Name + RealSuffix].Take(1)])),
        ];
    }

    /// <param name="real">The same of real samples; empty if there is none.</param>
    private static ReportedScore Row(string name, JsonNode? value, JsonNode?[] real)
    {
        Measure? measure = Measure.All.FirstOrDefault(known => known.Field == name);
        double? of = Number(value), ofReal = real.Length > 0 ? Number(real[0]) : null;
        string words = measure != null && of is double figure ? ScoreSheet.Text(measure, figure) : Text(value);
        string realWords = real.Length == 0 ? ""
            : measure != null && ofReal is double realFigure ? ScoreSheet.Text(measure, realFigure)
            : Text(real[0]);
        double? nearness = measure is { Hint: null } && of is > 0 && ofReal is > 0
            ? Math.Min(1, measure.LargerIsBetter ? of.Value / ofReal.Value : ofReal.Value / of.Value)
            : null;
        return new ReportedScore(measure?.Title ?? name.Replace('_', ' '), words, realWords, measure?.Reading ?? "", nearness);
    }

    private static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number ? number.GetValue<double>() : null;

    private static void Add(List<(string Name, JsonNode? Value)> fields, string prefix, JsonObject of)
    {
        foreach ((string name, JsonNode? value) in of)
        {
            if (value is JsonObject inner)
                Add(fields, $"{prefix}{name}.", inner);
            else
                fields.Add((prefix + name, value));
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "–",
        JsonArray array => string.Join(" ", array.Select(Text)),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => Text(number.GetValue<double>()),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string Text(double number) => number.ToString(double.IsInteger(number) ? "N0" : "0.####", CultureInfo.InvariantCulture);
}
