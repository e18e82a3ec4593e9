using System.Text.Json.Nodes;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// What the bits of a run depend on, kept in each checkpoint: a run goes on as the same one only where all three are as they were.
/// </summary>
/// <param name="Options">The options; those that --resume may change do not count.</param>
/// <param name="Data">Number and check sum of the samples.</param>
/// <param name="Arithmetic">Of the device; see <see cref="Engine.Devices.Device.Arithmetic"/>.</param>
public sealed record RunFingerprint(TrainingOptions Options, string Data, string Arithmetic)
{
    private const string OptionsKey = "options", DataKey = "data", DeviceKey = "device";

    public static RunFingerprint Of(TrainingOptions options, ISampleSource samples, Engine.Devices.Device device)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(device);
        return new(
            options, FormattableString.Invariant($"{samples.Count:N0} samples with check sum {samples.CheckSum:x8}"), device.Arithmetic);
    }

    /// <summary>As a checkpoint's metadata has it.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToMetadata() =>
    [
        new(OptionsKey, Essence(Options).ToJsonString()),
        new(DataKey, Data),
        new(DeviceKey, Arithmetic),
    ];

    /// <summary>In what a checkpoint was made otherwise than the run is now, a few words each; none if in nothing.</summary>
    /// <param name="metadata">Of the checkpoint; one of an earlier version says nothing of what it does not know.</param>
    /// <param name="anyDevice">The device was asked for, so that another one is meant.</param>
    public IReadOnlyList<string> DifferencesFrom(IReadOnlyDictionary<string, string> metadata, bool anyDevice = false)
    {
        var differences = new List<string>();
        if (metadata.GetValueOrDefault(OptionsKey) is string saved)
        {
            JsonObject now = Essence(Options);
            foreach ((string name, JsonNode? then) in Parse(saved))
            {
                if (now[name] is JsonNode value && !JsonNode.DeepEquals(value, then))
                    differences.Add($"{name} was {then?.ToJsonString()} and is {value.ToJsonString()}");
            }
        }

        Compare(DataKey, Data);
        if (!anyDevice)
            Compare(DeviceKey, Arithmetic);
        return differences;

        void Compare(string key, string now)
        {
            if (metadata.GetValueOrDefault(key) is string then && then != now)
                differences.Add($"the {key} was {then} and is {now}");
        }
    }

    /// <summary>Whether a checkpoint says what it was made with.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(OptionsKey);

    /// <summary>The options without those that do not change results, or that a run that goes on may have otherwise.</summary>
    internal static JsonObject Essence(TrainingOptions options)
    {
        TrainingOptions free = TrainingOptions.For(ModelCatalog.Find(options.Model));
        return Parse((options with
        {
            Epochs = free.Epochs,
            Steps = free.Steps,
            Device = free.Device,
            Compiler = free.Compiler,
            Threads = free.Threads,
            Capture = free.Capture,
            CheckpointEpochs = free.CheckpointEpochs,
            ScoreEvery = free.ScoreEvery,
        }).ToJson());
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json) as JsonObject ?? [];
}
