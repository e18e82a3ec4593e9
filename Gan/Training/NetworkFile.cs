using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>The weights of one network as safetensors, with what the metadata says of them.</summary>
internal static class NetworkFile
{
    private const string Format = "format";

    /// <summary>What a file of another kind may have more than the network, so that its format is told and not its size.</summary>
    private const long Slack = 1 << 27;

    /// <param name="path">Replaced whole or not at all.</param>
    /// <param name="format">The kind of file, for <see cref="Load"/>.</param>
    /// <param name="metadata">What else is to be known of them.</param>
    public static void Save(string path, Module network, string format, IReadOnlyDictionary<string, string> metadata) =>
        SafeTensors.Save(path, TensorsOf(network), new Dictionary<string, string>(metadata) { [Format] = format });

    /// <summary>A check sum of the weights, which tells networks apart.</summary>
    public static string SumOf(Module network) => Checkpoint.SumOf(TensorsOf(network));

    /// <summary>Loads the weights.</summary>
    /// <param name="whole">What the file is expected to be, and where one comes from, for the error.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="InputException">The file is missing, damaged, of another format or another network.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path, Module network, string format, string whole, Device device)
    {
        long expected = network.StateDict().Values.Sum(tensor => sizeof(float) * (long)tensor.Shape.Size);
        SafeTensorsFile file = SafeTensors.Load(path, expected + Slack);
        if (file.Metadata.GetValueOrDefault(Format) is var found && found != format)
            throw new InputException($"{path}: expected {whole}, of format {format}, got {found ?? "none"}.");
        try
        {
            using var scope = new TensorScope();
            network.LoadStateDict(file.Tensors.ToDictionary(
                entry => entry.Key, entry => Tensor.From(device, [.. entry.Value.Shape], entry.Value.ToFloats())));
            return file.Metadata;
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    private static Dictionary<string, SafeTensor> TensorsOf(Module network) => network.StateDict().ToDictionary(
        entry => entry.Key, entry => SafeTensor.FromFloats(entry.Value.ToArray(), entry.Value.Shape.ToArray()));
}
