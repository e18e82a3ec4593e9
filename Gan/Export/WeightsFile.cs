using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// A generator's weights in a safetensors file, of this program's export or of PyTorch. Names are those of PyTorch's state dictionary; a
/// prefix "module." (of DataParallel) is left out, and so are counts of batches that no layer has. F64, F16 and BF16 become floats.
/// </summary>
internal static class WeightsFile
{
    /// <summary>The key of the metadata with the options of the run that made the networks.</summary>
    public const string OptionsKey = "options";

    private const string Parallel = "module.", BatchCount = ".num_batches_tracked";

    // Bytes of tensors beside those of the network, in numbers twice as long, that are read so that an error can name them.
    private const long Slack = 1L << 28;

    /// <summary>A run's options without what is about its own data and folders, for <see cref="OptionsKey"/>.</summary>
    public static string OptionsIn(TrainingOptions options)
    {
        TrainingOptions own = options.Teacher.Length == 0
            ? options
            : options with { Teacher = "", Student = StudentBeginning.New, Reconstruction = 0, Perceptual = 0, Adversarial = 1 };
        return (own with { Data = options.FindModel().DefaultData, Limit = 0, Without = LeftOut.None }).ToJson();
    }

    /// <summary>The options that a file of this program's export says its networks were made with; null for another file.</summary>
    /// <exception cref="InputException">The file is missing, damaged or no safetensors file; or the options cannot be read.</exception>
    public static TrainingOptions? OptionsOf(string path)
    {
        if (!SafeTensors.ReadMetadata(path).TryGetValue(OptionsKey, out string? json))
            return null;
        string what = $"{path}, its options";
        TrainingOptions options = TrainingOptions.FromJson(json, what);
        try
        {
            return options.Validate();
        }
        catch (InputException e)
        {
            throw new InputException($"{what}: {e.Message}", e);
        }
    }

    /// <summary>Copies the weights into a network, all or none of them.</summary>
    /// <param name="network">What makes samples.</param>
    /// <param name="whose">What it is, for errors: "the generator of model dcgan".</param>
    /// <exception cref="InputException">
    /// A tensor is missing, unexpected, of another shape or type, or not finite; the sentence names it. Or the file is damaged, or far too
    /// large.
    /// </exception>
    public static void Load(string path, Module network, string whose, Device device)
    {
        IReadOnlyDictionary<string, Tensor> targets = network.StateDict();
        long bytes = targets.Values.Sum(target => (long)target.Length * sizeof(double));
        Dictionary<string, SafeTensor> found = Read(path, bytes + Slack, targets.ContainsKey);
        using var scope = new TensorScope();
        var values = new Dictionary<string, Tensor>();
        foreach ((string name, Tensor target) in targets)
        {
            if (!found.TryGetValue(name, out SafeTensor? tensor))
            {
                throw new InputException(
                    $"{path}: it has no {name} of shape {target.Shape}, which {whose} has{Like(target, found, targets)}.");
            }

            if (!tensor.Shape.AsSpan().SequenceEqual(target.Shape.ToArray()))
                throw new InputException($"{path}: {name} has the shape {Words(tensor)}, and {whose} expects {target.Shape}.");
            values.Add(name, Tensor.From(device, target.Shape, Numbers(path, name, tensor)));
        }

        if (found.FirstOrDefault(t => !targets.ContainsKey(t.Key)) is { Key: string other, Value: SafeTensor unexpected })
            throw new InputException($"{path}: it has {other} of shape {Words(unexpected)}, which {whose} has not.");
        network.LoadStateDict(values);
    }

    /// <summary>The tensors of a file by their plain names.</summary>
    /// <param name="most">Bytes that it may have.</param>
    /// <param name="isKnown">Whether a network has a tensor of this name; of counts of batches, only those are taken.</param>
    /// <exception cref="InputException">The file is damaged or far too large, or has a tensor twice.</exception>
    public static Dictionary<string, SafeTensor> Read(string path, long most, Func<string, bool> isKnown)
    {
        var found = new Dictionary<string, SafeTensor>();
        foreach ((string name, SafeTensor tensor) in SafeTensors.Load(path, most).Tensors)
        {
            string plain = name.StartsWith(Parallel, StringComparison.Ordinal) ? name[Parallel.Length..] : name;
            if ((isKnown(plain) || !plain.EndsWith(BatchCount, StringComparison.Ordinal)) && !found.TryAdd(plain, tensor))
                throw new InputException($"{path}: it has {plain} twice, once with the prefix {Parallel}; leave one out.");
        }

        return found;
    }

    /// <summary>The values of a tensor as floats.</summary>
    /// <exception cref="InputException">They are of another type than F32, F64, F16 or BF16, or not finite.</exception>
    public static float[] Numbers(string path, string name, SafeTensor tensor)
    {
        float[] numbers = Floats(path, name, tensor);
        return Array.TrueForAll(numbers, float.IsFinite)
            ? numbers
            : throw new InputException($"{path}: {name} holds values that are not finite (NaN or infinite); use another copy.");
    }

    private static string Words(SafeTensor tensor) => $"({string.Join(", ", tensor.Shape)})";

    private static float[] Floats(string path, string name, SafeTensor tensor)
    {
        try
        {
            return tensor.AsFloats();
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {name} has the type {tensor.DType}, expected F32, F64, F16 or BF16.", e);
        }
    }

    /// <summary>A name in the file that may be meant: the one with this shape that the network has not.</summary>
    private static string Like(Tensor target, Dictionary<string, SafeTensor> found, IReadOnlyDictionary<string, Tensor> targets)
    {
        string? name = found.FirstOrDefault(
            t => !targets.ContainsKey(t.Key) && t.Value.Shape.AsSpan().SequenceEqual(target.Shape.ToArray())).Key;
        return name == null ? "" : $"; {name} has that shape, and another name";
    }
}
