using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Structured pruning (Li, Kadav, Durdanovic, Samet, Graf 2017, "Pruning Filters for Efficient ConvNets"): a narrow network takes over the
/// channels of a wide one whose weights have the largest sum of magnitudes, and from each next layer the weights that read them. What is
/// left is an ordinary, smaller network, which needs no sparse arithmetic; it is meant to be trained on.
/// </summary>
public static class ChannelPruning
{
    /// <summary>Gives a narrow network the strongest channels of a wide one.</summary>
    /// <param name="wide">The network to prune; it stays as it is.</param>
    /// <param name="narrow">The same layers with as many channels or fewer. All its values are overwritten.</param>
    /// <exception cref="ArgumentException">The layers are not the same, or narrow is wider somewhere.</exception>
    public static void Copy(Sequential wide, Sequential narrow)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        if (wide.Count != narrow.Count)
            throw new ArgumentException($"Expected {wide.Count} layers, got {narrow.Count}.", nameof(narrow));

        // The channels kept of what the layer reads; null for all.
        int[]? inputs = null;
        for (int i = 0; i < narrow.Count; i++)
            inputs = Copy(wide[i], narrow[i], inputs);
    }

    /// <returns>The channels kept of what the layer makes.</returns>
    private static int[]? Copy(Module wide, Module narrow, int[]? inputs)
    {
        if (wide.GetType() != narrow.GetType())
            throw new ArgumentException($"Expected a layer {wide.Description}, got {narrow.Description}.", nameof(narrow));
        if (wide is not IWeightedLayer from || narrow is not IWeightedLayer to)
        {
            // A layer for each channel, such as batch normalisation.
            foreach ((NamedTensor source, NamedTensor target) in Tensors(wide).Zip(Tensors(narrow)))
                Select(source.Tensor, target.Tensor, axis => inputs);
            return inputs;
        }

        int[] outputs = Strongest(from.Weight, from.OutputAxis, to.Weight.Shape[to.OutputAxis]);
        Select(from.Weight, to.Weight, axis => axis == from.OutputAxis ? outputs : axis < 2 ? inputs : null);
        if (from.Bias != null)
            Select(from.Bias, to.Bias!, _ => outputs);
        return outputs;
    }

    private static IEnumerable<NamedTensor> Tensors(Module layer) => layer.NamedParameters().Concat(layer.Buffers());

    /// <summary>The channels of the largest sums of |w|, in their own order.</summary>
    private static int[] Strongest(Tensor weight, int axis, int count)
    {
        if (count > weight.Shape[axis])
            throw new ArgumentException($"Expected at most {weight.Shape[axis]} channels, got {count}.", nameof(count));
        int outer = Product(weight.Shape, 0, axis), size = weight.Shape[axis], inner = Product(weight.Shape, axis + 1, weight.Rank);
        float[] values = weight.ToArray();
        var sums = new double[size];
        for (int o = 0; o < outer; o++)
        {
            for (int c = 0; c < size; c++)
            {
                foreach (float value in values.AsSpan(((o * size) + c) * inner, inner))
                    sums[c] += Math.Abs(value);
            }
        }

        return [.. Enumerable.Range(0, size).OrderByDescending(c => sums[c]).Take(count).Order()];
    }

    /// <summary>Copies the kept indices of each axis on which the tensors differ.</summary>
    private static void Select(Tensor source, Tensor target, Func<int, int[]?> kept)
    {
        float[] values = source.ToArray();
        Shape shape = source.Shape;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == target.Shape[axis])
                continue;
            if (kept(axis) is not int[] indices || indices.Length != target.Shape[axis])
                throw new ArgumentException($"A tensor {source.Shape} cannot become {target.Shape}.", nameof(target));
            int outer = Product(shape, 0, axis), size = shape[axis], inner = Product(shape, axis + 1, shape.Rank);
            var chosen = new float[outer * indices.Length * inner];
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < indices.Length; i++)
                {
                    values.AsSpan(((o * size) + indices[i]) * inner, inner)
                        .CopyTo(chosen.AsSpan(((o * indices.Length) + i) * inner, inner));
                }
            }

            (values, shape) = (chosen, shape.With(axis, indices.Length));
        }

        target.CopyFrom(values);
    }

    private static int Product(Shape shape, int from, int to)
    {
        int product = 1;
        for (int axis = from; axis < to; axis++)
            product *= shape[axis];
        return product;
    }
}
