using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// dw of a convolution from its input x and the gradient dy of its output; see <see cref="Conv2dWeightGradient"/>. It is linear in both.
/// For a change v of the weights ⟨dw, v⟩ = ⟨dy, x ⋆ v⟩, so the gradient by dy is x ⋆ v, and by x it is dy ⋆ᵀ v.
/// </summary>
internal static class Conv2dWeightGradientOp
{
    /// <summary>For a parameter it is written (or added) directly to the parameter's gradient, and nothing is returned.</summary>
    public static Tensor? GradientOf(Tensor weight, Conv2d sizes, Tensor x, Tensor dy)
    {
        if (!BackwardPass.MayWriteInto(weight))
            return Apply(sizes, x, dy);
        Devices.BufferView slot = weight.TakeGradientSlot(out bool accumulate);
        new Conv2dWeightGradient(sizes, accumulate).Run(x.View, dy.View, slot);
        return null;
    }

    private static Tensor Apply(Conv2d sizes, Tensor x, Tensor dy)
    {
        Tensor dw = Tensor.Allocate(x.Device, [sizes.O, sizes.GroupC, sizes.KH, sizes.KW]);
        new Conv2dWeightGradient(sizes).Run(x.View, dy.View, dw.View);
        return dw.Record("Conv2dWeightGradient", [x, dy], v =>
        [
            BackwardPass.Wants(x) ? ConvTranspose2dOp.Apply(sizes, dy, v, null, default(Identity)) : null,
            BackwardPass.Wants(dy) ? Conv2dOp.Apply(sizes, x, v, null, default(Identity)) : null,
        ]);
    }
}
