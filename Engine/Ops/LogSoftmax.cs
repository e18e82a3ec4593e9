using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Softmax;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// yᵢ = xᵢ − ln Σⱼ e^xⱼ along one axis: the logarithm of <see cref="SoftmaxOp"/>, exact where the softmax is nearly 0. Shape: that of x.
/// </summary>
internal static class LogSoftmaxOp
{
    public static Tensor Apply(Tensor x, int axis)
    {
        axis = x.Shape.Axis(axis);
        if (axis != x.Rank - 1)
            return LastAxis.Through(x, axis, static t => Apply(t, -1));
        Tensor y = Tensor.Allocate(x.Device, x.Shape);
        new Softmax(x.Shape.Product(0, axis), x.Shape[axis], Logarithm: true).Run(x.View, y.View);
        return y.Record("LogSoftmax", [x], dy => [Gradient(y, dy)]);
    }

    /// <summary>dxᵢ = dyᵢ − e^yᵢ · Σⱼ dyⱼ; derived at <see cref="SoftmaxGradient"/>.</summary>
    private static Tensor Gradient(Tensor y, Tensor dy)
    {
        if (BackwardPass.CreatesGraph)
            return dy - (y.Exp() * dy.Sum([-1], keepDims: true));
        Tensor dx = Tensor.Allocate(y.Device, y.Shape);
        new SoftmaxGradient(y.Shape.Product(0, y.Rank - 1), y.Shape[-1], Logarithm: true).Run(y.View, dy.View, dx.View);
        return dx;
    }
}
