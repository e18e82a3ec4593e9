using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Layers;

/// <summary>
/// A layer whose kernel can apply an activation to its results before it stores them, which saves a pass over memory each way.
/// </summary>
internal interface IFusingLayer
{
    /// <summary>activation(layer(x)); the activation's slope must follow from its output.</summary>
    Tensor Forward<TFormula>(Tensor x, TFormula activation)
        where TFormula : unmanaged, IUnaryFormula;
}
