using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// <c>--init-from RUN|FILE</c>: the networks of a new run begin with the weights of another run's newest checkpoint, or of a safetensors
/// file with the tensors of one network or, as a checkpoint has them, of both. Optimizers begin anew.
/// </summary>
internal static class InitialWeights
{
    private const string Generator = "generator", Discriminator = "discriminator";
    private const long MostBytes = 1L << 34;

    /// <summary>Copies what the options name; nothing if they name nothing.</summary>
    /// <param name="note">Receives what fitted and what did not.</param>
    /// <exception cref="InputException">There is no such run or file, or not all of it fits and the options do not allow that.</exception>
    public static void Load(TrainingOptions options, GanTrainer trainer, Action<string> note)
    {
        if (options.InitFrom.Length == 0)
            return;
        string from = options.InitFrom, file = Directory.Exists(from) ? NewestOf(from) : from;
        (string Name, Module Network)[] networks = [(Generator, trainer.Generator), (Discriminator, trainer.Discriminator)];
        HashSet<string> known =
        [
            .. networks.SelectMany(network => network.Network.StateDict().Keys.SelectMany(
                weight => new[] { weight, $"{network.Name}.{weight}" })),
        ];
        Dictionary<string, SafeTensor> saved = WeightsFile.Read(file, MostBytes, known.Contains);
        bool ofBoth = saved.Keys.Any(name => name.StartsWith($"{Generator}.", StringComparison.Ordinal));
        if (!ofBoth)
            networks = [networks.MaxBy(network => network.Network.StateDict().Count(weight => Fits(saved, weight.Key, weight.Value)))];

        List<string> missing = [];
        List<string> loaded = [];
        using var scope = new TensorScope();
        foreach ((string name, Module network) in networks)
        {
            var values = new Dictionary<string, Tensor>();
            int fitting = 0;
            foreach ((string weight, Tensor target) in network.StateDict())
            {
                string key = ofBoth ? $"{name}.{weight}" : weight;
                bool fits = Fits(saved, key, target);
                values.Add(weight, fits ? Tensor.From(target.Device, target.Shape, WeightsFile.Numbers(file, key, saved[key])) : target);
                fitting += fits ? 1 : 0;
                if (!fits)
                    missing.Add(saved.TryGetValue(key, out SafeTensor? other)
                        ? $"{name}.{weight} is ({string.Join(", ", other.Shape)}) there and {target.Shape} here"
                        : $"{name}.{weight} is not there");
            }

            if (missing.Count > 0 && !options.InitPartly)
                throw new InputException($"--init-from {from}: {missing.Named()}; --init-partly takes only what fits.");
            network.LoadStateDict(values);
            if (name == Generator)
                trainer.Average?.Average.LoadStateDict(values);
            loaded.Add($"{fitting} of {values.Count} tensors of the {name}");
        }

        note($"Weights from {from}: {string.Join(", ", loaded)}{(missing.Count > 0 ? $"; {missing.Named()}" : "")}.");
    }

    private static string NewestOf(string run) => RunFolder.Open(run).CheckpointFiles() is [string newest, ..]
        ? newest
        : throw new InputException($"--init-from {run}: the run has no checkpoint yet; let it train an epoch, or leave the option out.");

    private static bool Fits(Dictionary<string, SafeTensor> saved, string name, Tensor target) =>
        saved.TryGetValue(name, out SafeTensor? tensor) && tensor.Shape.AsSpan().SequenceEqual(target.Shape.ToArray());
}
