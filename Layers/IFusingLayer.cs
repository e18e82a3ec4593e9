using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>
/// Operator fusion: a layer whose kernel can apply an activation in its epilogue, before it stores the results. This saves one pass over
/// memory in the forward pass and one in the backward pass.
/// </summary>
internal interface IFusingLayer
{
    /// <summary>activation(layer(x)); the activation's derivative must be a function of its output.</summary>
    Tensor Forward<TFormula>(Tensor x, TFormula activation)
        where TFormula : unmanaged, IUnaryFormula;
}
