using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Reports;

/// <summary>One figure and, where there is one, the same of real samples, which no generator can be expected to beat.</summary>
internal sealed record ReportedScore(string Name, string Value, string Real);

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
        var fields = new List<(string Name, string Value)>();
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

        ILookup<string, string> byName = fields.ToLookup(field => field.Name, field => field.Value);
        return
        [
            .. fields.Where(
                field => !(field.Name.EndsWith(RealSuffix, StringComparison.Ordinal) && byName.Contains(field.Name[..^RealSuffix.Length])))
                .Select(field =>
                        new ReportedScore(field.Name.Replace('_', ' '), field.Value, byName[field.Name + RealSuffix].FirstOrDefault(""))),
        ];
    }

    private static void Add(List<(string Name, string Value)> fields, string prefix, JsonObject of)
    {
        foreach ((string name, JsonNode? value) in of)
        {
            if (value is JsonObject inner)
                Add(fields, $"{prefix}{name}.", inner);
            else
                fields.Add((prefix + name, Text(value)));
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
