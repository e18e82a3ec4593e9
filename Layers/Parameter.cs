using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Layers;

/// <summary>
/// A trainable tensor (torch.nn.Parameter): a leaf that requires a gradient, in memory that lives as long as its module, outside every <see
/// cref="TensorScope"/>. An optimizer may move it into one contiguous block with its other parameters; the tensor object stays the same.
/// </summary>
public sealed class Parameter : Tensor
{
    /// <summary>The memory is uninitialized: an <see cref="Initializer"/> sets the values.</summary>
    internal Parameter(Device device, Shape shape)
        : base(device, shape)
    {
        RequiresGrad = true;
    }
}
