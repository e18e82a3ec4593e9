using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>JSON lines for other programs, one object per epoch; messages for people go elsewhere.</summary>
public sealed class JsonDisplay(TextWriter output, TextWriter notes) : ITrainingDisplay
{
    public void Note(string line) => notes.WriteLine(line);

    public void Begin(TrainingOptions options, long first, long total)
    {
        // options.json contains all of it.
    }

    public void Update(TrainingProgress progress)
    {
        // One line per epoch.
    }

    public void EpochEnded(LogRow row)
    {
        output.WriteLine(JsonSerializer.Serialize(row, LogRowJson.Default.LogRow));
        output.Flush();
    }

    public void End()
    {
        // Every line is complete already.
    }
}

/// <summary>Compiled serialisation; the names are those of log.csv.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LogRow))]
internal sealed partial class LogRowJson : JsonSerializerContext;
