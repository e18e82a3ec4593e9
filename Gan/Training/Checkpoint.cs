using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Transforms;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>A run's position between two steps.</summary>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="BatchInEpoch">Steps done since.</param>
/// <param name="Step">Steps in all.</param>
/// <param name="Seconds">The time of these steps; measured only in a run with a budget of time, else 0.</param>
/// <param name="RowSteps">Steps done since the last row of the log, which the metric sums are of.</param>
public readonly record struct TrainingPosition(int Epoch, int BatchInEpoch, long Step, double Seconds = 0, int RowSteps = 0)
{
    /// <summary>The number of the step before, counted from 0; 0 at the beginning.</summary>
    public long LastStep => Math.Max(0, Step - 1);
}

/// <summary>
/// The complete state of a run, for an exact resume, in one safetensors file: both networks, both optimizers, the random generators'
/// counters, the metric sums of the current row of the log, the position in the data, and the fingerprint of everything that the run's
/// bits depend on.
/// </summary>
public static class Checkpoint
{
    private const string Format = "gan-checkpoint-1", Sum = "crc32c", Step = "step", Average = "generator_average", Seconds = "seconds",
        RowSteps = "row_steps";

    public static void Save(RunFolder folder, GanTrainer trainer, RunFingerprint fingerprint, TrainingPosition position)
    {
        TrainingOptions options = fingerprint.Options;
        var tensors = new Dictionary<string, SafeTensor>();
        foreach (Part part in Parts(trainer))
        {
            foreach ((string name, Tensor tensor) in part.State)
                tensors.Add($"{part.Prefix}.{name}", SafeTensor.FromFloats(tensor.ToArray(), tensor.Shape.ToArray()));
        }

        tensors.Add("random.layers", SafeTensor.FromUInt32(trainer.LayerRandom.State, 4));
        tensors.Add("random.noise", SafeTensor.FromUInt32(trainer.Noise.State, 4));
        var metadata = new Dictionary<string, string>(fingerprint.ToMetadata())
        {
            ["format"] = Format,
            ["model"] = options.Model,
            ["epoch"] = position.Epoch.ToString(CultureInfo.InvariantCulture),
            ["batch"] = position.BatchInEpoch.ToString(CultureInfo.InvariantCulture),
            [Step] = position.Step.ToString(CultureInfo.InvariantCulture),
            [RowSteps] = position.RowSteps.ToString(CultureInfo.InvariantCulture),
            [Sum] = SumOf(tensors),
        };
        if (options.FindModel().Format is ImageFormat images)
            metadata.Add("images", $"{images}");
        if (options.Budget > 0)
            metadata.Add(Seconds, position.Seconds.ToString("R", CultureInfo.InvariantCulture));
        SafeTensors.Save(folder.CheckpointFile(position.Step), tensors, metadata);
        folder.RemoveOldCheckpoints();
    }

    /// <summary>Restores a trainer to the state of the checkpoint.</summary>
    /// <exception cref="InputException">The file is damaged, or of another model.</exception>
    public static TrainingPosition Load(string path, GanTrainer trainer, TrainingOptions options)
    {
        Part[] parts = Parts(trainer);
        SafeTensorsFile file = Open(path, options, parts.Sum(Bytes) + Slack);
        foreach (Part part in parts)
            Load(path, file, part, trainer.Device);
        trainer.LayerRandom.State = Words(path, file, "random.layers");
        trainer.Noise.State = Words(path, file, "random.noise");
        TrainingPosition position = PositionIn(path, file);
        trainer.GrowTo(position.LastStep);
        return position;
    }

    /// <summary>The step that a checkpoint holds; null for a file that cannot be read or is not a checkpoint.</summary>
    public static long? StepWithin(string path)
    {
        try
        {
            return long.TryParse(
                SafeTensors.ReadMetadata(path).GetValueOrDefault(Step), NumberStyles.None, CultureInfo.InvariantCulture, out long step)
                ? step
                : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>The training time that a checkpoint holds, in seconds; 0 for a run without a budget of time.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static double SecondsWithin(string path) => SecondsIn(SafeTensors.ReadMetadata(path));

    private static double SecondsIn(IReadOnlyDictionary<string, string> metadata) =>
        double.TryParse(metadata.GetValueOrDefault(Seconds), CultureInfo.InvariantCulture, out double seconds) ? seconds : 0;

    /// <summary>
    /// Loads only the generator's weights, or their moving average if the run has one, for sampling; and those of the discriminator, if one
    /// is given.
    /// </summary>
    /// <returns>Where the run stood.</returns>
    /// <exception cref="InputException">The file is damaged, of another model, or its weights are not finite.</exception>
    public static TrainingPosition LoadGenerator(
        string path, Module generator, Device device, TrainingOptions options, Module? discriminator = null)
    {
        var part = new Part(options.Ema > 0 ? Average : "generator", generator.StateDict(), generator.LoadStateDict);

        // The size of a checkpoint's other tensors is unknown here; this bound assumes no GAN's discriminator is so much larger than its
        // generator.
        SafeTensorsFile file = Open(path, options, (100 * Bytes(part)) + (1L << 28));
        Load(path, file, part, device);
        if (discriminator != null)
            Load(path, file, new Part("discriminator", discriminator.StateDict(), discriminator.LoadStateDict), device);
        return PositionIn(path, file);
    }

    /// <summary>Loads the newest checkpoint of a run that is not damaged.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="load">Loads a file, or throws an <see cref="InputException"/>.</param>
    /// <param name="passedOver">Receives each damaged file and the reason, if there is an older intact one.</param>
    /// <returns>What was loaded; null if the run has no checkpoint.</returns>
    /// <exception cref="InputException">
    /// All are damaged; the message gives the reason for the newest. Or one is intact but cannot be loaded, because of permissions or
    /// because it belongs to another run: the user may mean that one, so it is not replaced by an older one.
    /// </exception>
    public static T? LoadNewest<T>(RunFolder folder, Func<string, T> load, Action<string, DamagedFileException> passedOver)
        where T : struct
    {
        var failures = new List<(string File, DamagedFileException Why)>();
        foreach (string file in folder.CheckpointFiles())
        {
            try
            {
                T loaded = load(file);
                foreach ((string failed, DamagedFileException why) in failures)
                    passedOver(failed, why);
                return loaded;
            }
            catch (DamagedFileException e)
            {
                failures.Add((file, e));
            }
        }

        return failures.Count == 0 ? null : throw failures[0].Why;
    }

    /// <summary>A part of the state: its tensors by name, and the function that restores them from such a dictionary.</summary>
    private readonly record struct Part(
        string Prefix, IReadOnlyDictionary<string, Tensor> State, Action<IReadOnlyDictionary<string, Tensor>> Load)
    {
        public bool IsNetwork => Prefix is "generator" or "discriminator" or Average;
    }

    private static Part[] Parts(GanTrainer trainer) =>
    [
        new("generator", trainer.Generator.StateDict(), trainer.Generator.LoadStateDict),
        new("discriminator", trainer.Discriminator.StateDict(), trainer.Discriminator.LoadStateDict),
        new("generator_optimizer", trainer.GeneratorOptimizer.StateDict(), trainer.GeneratorOptimizer.LoadStateDict),
        new("discriminator_optimizer", trainer.DiscriminatorOptimizer.StateDict(), trainer.DiscriminatorOptimizer.LoadStateDict),
        .. trainer.Average is WeightAverage average
            ? new Part[]
            {
                new(Average, average.Average.StateDict(), average.Average.LoadStateDict),
                new(
                    "average", new Dictionary<string, Tensor> { ["steps"] = average.Steps },
                    saved => average.Steps.CopyFrom(saved["steps"])),
            }
            : [],
        .. trainer.Adaptive is AdaptiveAugmentation adaptive ? new Part[] { new("ada", adaptive.State, adaptive.Load) } : [],
        .. trainer.Game.State.Count > 0
            ? new Part[] { new("game", trainer.Game.State, trainer.Game.Load) }
            : [],
        new("metrics", new Dictionary<string, Tensor> { ["sums"] = trainer.Sums }, saved => trainer.Sums.CopyFrom(saved["sums"])),
    ];

    /// <summary>Bytes allowed for random states and a few unexpected tensors, so that the error message can name the latter.</summary>
    private const long Slack = 1 << 20;

    private static long Bytes(Part part) => part.State.Values.Sum(tensor => (long)tensor.Shape.Size * sizeof(float));

    private static SafeTensorsFile Open(string path, TrainingOptions options, long mostBytes)
    {
        SafeTensorsFile file = SafeTensors.Load(path, mostBytes);
        string? format = file.Metadata.GetValueOrDefault("format"), model = file.Metadata.GetValueOrDefault("model");
        if (format != Format)
            throw new InputException(
                $"{path}: expected a checkpoint of format {Format}, got {format ?? "none"}; it was not written by this program's train.");
        if (model != options.Model)
            throw new InputException(
                $"{path}: a checkpoint of model {model}, but the run's options say {options.Model}; put the right options.json back.");
        if (file.Metadata.GetValueOrDefault("images") is string images && images != $"{options.FindModel().Format}")
            throw new InputException(
                $"{path}: a checkpoint of {images} images, but the run's options say {options.FindModel().Format}; put the right "
                + $"options.json back.");
        if (file.Metadata.GetValueOrDefault(Sum) != SumOf(file.Tensors))
            throw new DamagedFileException($"{path}: its check sum does not fit its content; the file is damaged, use another copy.");
        return file;
    }

    private static void Load(string path, SafeTensorsFile file, Part part, Device device)
    {
        using var scope = new TensorScope();
        var saved = new Dictionary<string, Tensor>();
        foreach ((string name, Tensor tensor) in part.State)
        {
            string key = $"{part.Prefix}.{name}";
            if (!file.Tensors.TryGetValue(key, out SafeTensor? found))
                throw new InputException($"{path}: the checkpoint lacks {key}; it was saved by another version of the model.");
            if (found.DType != "F32" || !found.Shape.AsSpan().SequenceEqual(tensor.Shape.ToArray()))
                throw new InputException(
                    $"{path}: {key} is {found.DType} of shape ({string.Join(", ", found.Shape)}), expected F32 of {tensor.Shape}; it was "
                    + $"saved by another version of the model.");
            float[] values = found.ToFloats();
            if (part.IsNetwork && !Array.TrueForAll(values, float.IsFinite))
                throw new InputException(
                    $"{path}: {key} holds values that are not finite (NaN or infinite), so its networks are unusable; use a "
                    + $"checkpoint from before training failed, or train again.");
            saved.Add(name, Tensor.From(device, tensor.Shape, values));
        }

        string? other = file.Tensors.Keys.FirstOrDefault(
            key => key.StartsWith($"{part.Prefix}.", StringComparison.Ordinal) && !part.State.ContainsKey(key[(part.Prefix.Length + 1)..]));
        if (other != null)
            throw new InputException(
                $"{path}: the checkpoint has {other} besides what the model has; it was saved by another version of the model.");
        part.Load(saved);
    }

    private static uint[] Words(string path, SafeTensorsFile file, string name) =>
        file.Tensors.TryGetValue(name, out SafeTensor? saved) && saved is { DType: "U32", Shape: [4] }
            ? saved.ToUInt32()
            : throw new InputException($"{path}: the checkpoint lacks the random state {name}, four words; use another copy.");

    private static TrainingPosition PositionIn(string path, SafeTensorsFile file) => new(
        (int)Number(path, file, "epoch", int.MaxValue), (int)Number(path, file, "batch", int.MaxValue),
        Number(path, file, Step, long.MaxValue), SecondsIn(file.Metadata),

        // Checkpoints of earlier versions have a row for each epoch.
        (int)Number(path, file, file.Metadata.ContainsKey(RowSteps) ? RowSteps : "batch", int.MaxValue));

    private static long Number(string path, SafeTensorsFile file, string name, long most) =>
        long.TryParse(file.Metadata.GetValueOrDefault(name), CultureInfo.InvariantCulture, out long value) && value >= 0 && value <= most
            ? value
            : throw new InputException($"{path}: the checkpoint's metadata lacks a whole number '{name}'; use another copy.");

    /// <summary>
    /// CRC-32C over names and bytes of all tensors in name order, so that a flipped bit is detected before training continues.
    /// </summary>
    internal static string SumOf(IReadOnlyDictionary<string, SafeTensor> tensors)
    {
        uint sum = uint.MaxValue;
        foreach ((string name, SafeTensor tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            sum = Crc32C.Add(Crc32C.Add(sum, System.Text.Encoding.UTF8.GetBytes(name)), tensor.Data);
        return (~sum).ToString("x8", CultureInfo.InvariantCulture);
    }
}
