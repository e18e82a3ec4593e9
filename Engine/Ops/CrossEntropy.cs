using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.CrossEntropy;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// y = the mean of −ln softmax(xₙ)[tₙ] over N rows. Shapes: logits x (N, C), classes t (N) as whole numbers 0 … C − 1, y a single number.
/// An invalid class is an error or, where the host cannot see it, makes y NaN (<see cref="CrossEntropy"/>). The classes get no gradient.
/// </summary>
internal static class CrossEntropyOp
{
    public static Tensor Apply(Tensor logits, Tensor classes)
    {
        if (logits.Rank != 2 || classes.Rank != 1 || logits.Shape[0] != classes.Shape[0])
            throw new ShapeException($"CrossEntropy needs logits of shape (N, C) and N classes, got {logits.Shape} and {classes.Shape}.");
        if (logits.Length == 0)
            throw new ShapeException($"CrossEntropy: the mean of no elements is undefined, got logits of shape {logits.Shape}.");
        (int N, int C) = (logits.Shape[0], logits.Shape[1]);
        Tensor y = Tensor.Allocate(logits.Device, []);
        new CrossEntropy(N, C).Run(logits.View, classes.View, y.View);
        return y.Record("CrossEntropy", [logits], dy =>
        {
            // Derived at CrossEntropyGradient.
            if (BackwardPass.CreatesGraph)
                return [(logits.Softmax() - classes.OneHot(C)) * (dy / N)];
            Tensor d = Tensor.Allocate(logits.Device, logits.Shape);
            new CrossEntropyGradient(N, C).Run(logits.View, classes.View, dy.View, d.View);
            return [d];
        });
    }
}
