using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Makes some of a layer's inputs count for more or less in the beginning: what is faint beside the others is learnt late.
/// </summary>
internal static class InputWeights
{
    /// <summary>Multiplies the weights of some inputs.</summary>
    /// <param name="layer">Changed, and returned.</param>
    /// <param name="first">The first of the inputs.</param>
    /// <param name="count">How many.</param>
    public static Dense ScaleInputs(this Dense layer, int first, int count, float factor)
    {
        float[] scales = [.. Enumerable.Range(0, layer.Inputs).Select(i => i >= first && i < first + count ? factor : 1)];
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        layer.Weight.CopyFrom(layer.Weight * Tensor.From(layer.Weight.Device, [1, scales.Length], scales));
        return layer;
    }
}
