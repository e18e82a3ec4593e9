using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers.Parametrizations;

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

    /// <summary>What makes the tensor that layers compute with of this one; null if it is this one.</summary>
    public Parametrization? Parametrization { get; internal set; }

    /// <summary>
    /// A tensor that takes its place in every forward pass while it is set, of the same shape, and receives the gradient in its stead: for
    /// a value that is itself computed, such as the result of a differentiable update. Null for none.
    /// </summary>
    public Tensor? StandIn { get; set; }

    /// <summary>
    /// The tensor that layers compute with, differentiable: the parameter or its stand-in, through its parametrization. A layer calls this
    /// once in each forward pass.
    /// </summary>
    public Tensor Effective()
    {
        Tensor values = StandIn ?? this;
        return Parametrization == null ? values : Parametrization.Forward(values);
    }
}
