using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Engine.Ops;

/// <summary>An op that is defined outside of the engine, by a forward and a backward function on tensors.</summary>
internal static class CustomOp
{
    public static Tensor Apply(string name, Tensor[] inputs, Func<Tensor> forward, Func<Tensor, Tensor, Tensor?[]> backward)
    {
        Tensor y;
        using (new NoGradScope())
            y = forward();

        // An existing tensor keeps its node, or has none; the op's result is another tensor on the same memory.
        if (y.IsInGraph || Array.IndexOf(inputs, y) >= 0)
            y = y.Detach();
        return y.Record(name, inputs, dy => Checked(name, inputs, backward(y, dy)));
    }

    private static Tensor?[] Checked(string name, Tensor[] inputs, Tensor?[] gradients)
    {
        if (gradients.Length != inputs.Length)
            throw new ShapeException(
                $"The backward function of {name} must return a gradient or null for each of its {inputs.Length} inputs, got "
                + $"{gradients.Length}.");
        for (int i = 0; i < inputs.Length; i++)
        {
            if (gradients[i] is Tensor gradient && gradient.Shape != inputs[i].Shape)
                throw new ShapeException(
                    $"The backward function of {name} must return gradients of its inputs' shapes, got {gradient.Shape} for input {i} of "
                    + $"shape {inputs[i].Shape}.");
        }

        return gradients;
    }
}
