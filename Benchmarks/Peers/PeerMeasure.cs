using System.Globalization;
using System.Text.Json;
using GanFromScratch.Engine;

namespace GanFromScratch.Benchmarks.Peers;

/// <summary>A time printed by one side.</summary>
/// <param name="Name">The timed work, with the same name on both sides: <c>conv2d 64&gt;128 14 k5s2 64 forward</c>.</param>
/// <param name="Milliseconds">The time.</param>
internal readonly record struct PeerMeasure(string Name, double Milliseconds)
{
    private const string Time = "_ms", Usual = "median_ms";

    // The fields that identify the work. All others (device, rates) belong to one side.
    private static readonly string[] Keys = ["measure", "model", "game", "shape", "batch", "m", "n", "k"];

    /// <summary>The times in a line of JSON; a line may have several (forward and backward).</summary>
    /// <param name="line">Printed by a verb or a script.</param>
    /// <param name="side">The side that printed it.</param>
    /// <exception cref="InputException">It is not a measurement.</exception>
    public static IReadOnlyList<PeerMeasure> Parse(string line, string side)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement measure = json.RootElement;
            if (measure.ValueKind != JsonValueKind.Object || !measure.TryGetProperty("measure", out _))
                throw NoMeasure(line, side, null);
            string work = string.Join(
                ' ', Keys.Where(k => measure.TryGetProperty(k, out _)).Select(k => measure.GetProperty(k).ToString()));
            PeerMeasure[] times =
            [
                .. measure.EnumerateObject().Where(p => p.Name.EndsWith(Time, StringComparison.Ordinal))
                    .Select(p => new PeerMeasure(p.Name == Usual ? work : $"{work} {p.Name[..^Time.Length]}", p.Value.GetDouble())),
            ];
            return times.Length > 0 && times.All(t => double.IsFinite(t.Milliseconds) && t.Milliseconds > 0)
                ? times
                : throw NoMeasure(line, side, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw NoMeasure(line, side, e);
        }
    }

    private static InputException NoMeasure(string line, string side, Exception? inner) =>
        new(
            $"{side} printed '{(line.Length > 200 ? line[..200] : line)}', which is not a measure: expected a JSON line with \"measure\" "
            + $"and times above 0 that end in \"{Time}\".", inner);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Milliseconds} ms");
}
