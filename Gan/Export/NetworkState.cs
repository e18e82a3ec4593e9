using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Export;

/// <summary>A network's weights and running statistics by name, as PyTorch names them.</summary>
internal static class NetworkState
{
    private const string BatchCount = "num_batches_tracked";

    /// <summary>The state as it is saved and trained.</summary>
    public static Dictionary<string, SafeTensor> Of(Module network)
    {
        var state = new Dictionary<string, SafeTensor>();
        foreach ((string name, Tensor tensor) in network.StateDict())
            state.Add(name, Stored(name, tensor));
        AddBatchCounts(network, "", state);
        return state;
    }

    /// <summary>The state with each weight as evaluation computes with it, in place of what it is computed from.</summary>
    public static Dictionary<string, SafeTensor> Effective(Module network)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        Dictionary<string, SafeTensor> state = Of(network);
        foreach (NamedTensor entry in network.NamedParameters())
            state[entry.Name] = Stored(entry.Name, ((Parameter)entry.Tensor).Effective());
        foreach (string within in Parametrizations(network, ""))
        {
            foreach (string name in state.Keys.Where(name => name.StartsWith(within, StringComparison.Ordinal)).ToArray())
                state.Remove(name);
        }

        return state;
    }

    private static SafeTensor Stored(string name, Tensor tensor) => name.EndsWith(BatchCount, StringComparison.Ordinal)
        ? SafeTensor.FromInt64([(long)tensor.Item()])
        : SafeTensor.FromFloats(tensor.ToArray(), tensor.Shape.ToArray());

    /// <summary>PyTorch's batch normalisation counts its batches, which changes nothing unless its momentum is None.</summary>
    private static void AddBatchCounts(Module module, string prefix, Dictionary<string, SafeTensor> state)
    {
        if (module is BatchNorm { Momentum: not null } norm && norm.Buffers().Count > 0)
            state.Add(prefix + BatchCount, SafeTensor.FromInt64([0]));
        foreach (Module child in module.Children)
            AddBatchCounts(child, $"{prefix}{child.Name}.", state);
    }

    private static IEnumerable<string> Parametrizations(Module module, string prefix) => module.Children.SelectMany(child =>
        child is Parametrization ? [$"{prefix}{child.Name}."] : Parametrizations(child, $"{prefix}{child.Name}."));
}
