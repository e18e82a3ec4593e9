using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers;

/// <summary>
/// A tensor that is trained (torch.nn.Parameter): a leaf that requires a gradient, in memory that lives as long as its module, outside of
/// every <see cref="TensorScope"/>. An optimizer may move it into a block with its other parameters; it stays the same tensor.
/// </summary>
public sealed class Parameter : Tensor
{
    /// <summary>The values are whatever the memory held: an <see cref="Initializer"/> gives the first ones.</summary>
    internal Parameter(Device device, Shape shape)
        : base(device, shape)
    {
        RequiresGrad = true;
    }
}
