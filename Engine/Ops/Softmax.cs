using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Ops;

/// <summary>yᵢ = e^xᵢ / Σⱼ e^xⱼ along one axis: turns numbers into probabilities. Shape: that of x.</summary>
internal static class SoftmaxOp
{
    public static Tensor Apply(Tensor x, int axis)
    {
        axis = x.Shape.Axis(axis);
        if (axis != x.Rank - 1)
            return LastAxis.Through(x, axis, static t => Apply(t, -1));
        Tensor y = Tensor.Allocate(x.Device, x.Shape);
        new Softmax(x.Shape.Product(0, axis), x.Shape[axis]).Run(x.View, y.View);
        return y.Record("Softmax", [x], dy => [Gradient(y, dy)]);
    }

    /// <summary>dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ·yⱼ); derived at <see cref="SoftmaxGradient"/>.</summary>
    private static Tensor Gradient(Tensor y, Tensor dy)
    {
        if (BackwardPass.CreatesGraph)
            return y * (dy - (dy * y).Sum([-1], keepDims: true));
        Tensor dx = Tensor.Allocate(y.Device, y.Shape);
        new SoftmaxGradient(y.Shape.Product(0, y.Rank - 1), y.Shape[-1]).Run(y.View, dy.View, dx.View);
        return dx;
    }
}
