using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Everything that a run's bits depend on, stored in each checkpoint: an exact resume requires all three to be unchanged.
/// </summary>
/// <param name="Options">The options, except those that --resume may change.</param>
/// <param name="Data">Number and checksum of the samples.</param>
/// <param name="Arithmetic">Of the device; see <see cref="Engine.Devices.Device.Arithmetic"/>.</param>
public sealed record RunFingerprint(TrainingOptions Options, string Data, string Arithmetic)
{
    private const string OptionsKey = "options", DataKey = "data", DeviceKey = "device";

    public static RunFingerprint Of(TrainingOptions options, ISampleSource samples, Engine.Devices.Device device)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(device);
        string data = FormattableString.Invariant($"{samples.Count:N0} samples with check sum {samples.CheckSum:x8}");
        return new(options, options.FindModel().Condition.TakesLabels ? $"{data}{Labels(samples)}" : data, device.Arithmetic);
    }

    private static string Labels(ISampleSource samples)
    {
        float[] labels = new float[samples.Count];
        samples.ReadLabels([.. Enumerable.Range(0, samples.Count)], labels);
        uint sum = Crc32C.Of(MemoryMarshal.AsBytes(labels.AsSpan()));
        return FormattableString.Invariant($", labels of {samples.Classes:N0} classes with check sum {sum:x8}");
    }

    /// <summary>In the form of a checkpoint's metadata.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToMetadata() =>
    [
        new(OptionsKey, Essence(Options).ToJsonString()),
        new(DataKey, Data),
        new(DeviceKey, Arithmetic),
    ];

    /// <summary>The differences between a checkpoint and the current run, a few words each; empty if there are none.</summary>
    /// <param name="metadata">Of the checkpoint; checkpoints of earlier versions lack the newer entries.</param>
    /// <param name="consent">What the user has named, so that a difference is intended.</param>
    public RunDifferences DifferencesFrom(IReadOnlyDictionary<string, string> metadata, ResumeConsent consent = default)
    {
        List<string> asked = [], others = [];
        if (metadata.GetValueOrDefault(OptionsKey) is string saved)
        {
            JsonObject now = Essence(Options);
            foreach ((string name, JsonNode? then) in Parse(saved))
            {
                if (now[name] is JsonNode value && !JsonNode.DeepEquals(value, then))
                    (consent.Names(name) ? asked : others).Add($"{name} was {then?.ToJsonString()} and is {value.ToJsonString()}");
            }
        }

        Compare(others, DataKey, Data);
        Compare(consent.AnyDevice ? asked : others, DeviceKey, Arithmetic);
        return new RunDifferences(asked, others);

        void Compare(List<string> differences, string key, string now)
        {
            if (metadata.GetValueOrDefault(key) is string then && then != now)
                differences.Add($"the {key} was {then} and is {now}");
        }
    }

    /// <summary>The arithmetic of the device that saved a run's newest checkpoint; null without a readable one.</summary>
    public static string? DeviceOf(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            return folder.CheckpointFiles() is [string newest, ..]
                ? Layers.Serialization.SafeTensors.ReadMetadata(newest).GetValueOrDefault(DeviceKey)
                : null;
        }
        catch (Engine.InputException)
        {
            return null;
        }
    }

    /// <summary>Whether a checkpoint has a fingerprint.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(OptionsKey);

    /// <summary>The options without those that do not change results and those that a resumed run may change.</summary>
    internal static JsonObject Essence(TrainingOptions options)
    {
        TrainingOptions free = TrainingOptions.For(GanModel.Catalog.Find(options.Model));
        return Parse((options with
        {
            Epochs = free.Epochs,
            Steps = free.Steps,
            Budget = free.Budget,
            Device = free.Device,
            Compiler = free.Compiler,
            Threads = free.Threads,
            Capture = free.Capture,
            CheckpointEvery = free.CheckpointEvery,
            SampleEvery = free.SampleEvery,
            ScoreEvery = free.ScoreEvery,
            Tensorboard = free.Tensorboard,
        }).ToJson());
    }

    /// <summary>The names of the options in which two runs differ, of those that results depend on.</summary>
    public static IReadOnlyList<string> Changed(TrainingOptions before, TrainingOptions after)
    {
        JsonObject then = Essence(before);
        return [.. Essence(after).Where(field => !JsonNode.DeepEquals(field.Value, then[field.Key])).Select(field => field.Key)];
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json) as JsonObject ?? [];
}

/// <summary>The differences between a checkpoint and the run that goes on from it, a few words each.</summary>
/// <param name="Asked">Those that the user named.</param>
/// <param name="Others">The rest.</param>
public readonly record struct RunDifferences(IReadOnlyList<string> Asked, IReadOnlyList<string> Others);
