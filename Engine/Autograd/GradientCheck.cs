using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Autograd;

/// <summary>Which two numbers of one gradient are held against each other.</summary>
public enum GradientOrder
{
    /// <summary>The gradient by fused kernels against central differences of the value.</summary>
    First,

    /// <summary>The gradient by differentiable ops (createGraph) against that by fused kernels.</summary>
    FirstRecorded,

    /// <summary>The gradient of the gradient against central differences of the gradient.</summary>
    Second,
}

/// <summary>One element of one input.</summary>
/// <param name="Order">What was compared.</param>
/// <param name="Input">Which of the op's inputs.</param>
/// <param name="Element">Which of its elements, counted in the order in which they are stored.</param>
/// <param name="Expected">By differences; for <see cref="GradientOrder.FirstRecorded"/> by the fused kernels.</param>
/// <param name="Actual">What the engine says.</param>
public readonly record struct GradientComparison(GradientOrder Order, int Input, int Element, double Expected, double Actual)
{
    /// <summary>|expected − actual| / (1 + |expected|).</summary>
    public double Error => Math.Abs(Expected - Actual) / (1 + Math.Abs(Expected));

    /// <summary>False for NaN as well.</summary>
    public bool IsRight => Error <= GradientCheck.Tolerance;
}

/// <summary>
/// Holds an op's gradients against central differences, (f(x + h) − f(x − h))/2h, on the reference device in double precision, where they
/// are good to about eight digits. First order by the fused gradient kernels; first order again by differentiable ops, which must agree;
/// and second order: the differences of first-order gradients against the gradient of the gradient.
/// </summary>
public static class GradientCheck
{
    /// <summary>h: the rounding error grows with 1/h, the error of the difference with h².</summary>
    public const double Step = 1e-5;

    public const double Tolerance = 2e-6;

    /// <summary>Compares every element of every input.</summary>
    /// <param name="op">The op.</param>
    /// <param name="shapes">Of its inputs.</param>
    /// <param name="values">Where to look: for each input as many numbers as its shape has.</param>
    /// <param name="secondOrder">Whether the gradient's gradient is wanted too.</param>
    /// <param name="constant">Which inputs have no gradient: indices, targets.</param>
    public static IReadOnlyList<GradientComparison> Run(
        Func<Tensor[], Tensor> op, Shape[] shapes, double[][] values, bool secondOrder = true, bool[]? constant = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(values);
        using var device = new ReferenceDevice();
        using var scope = new TensorScope();
        var random = new Random(7);
        var inputs = new Tensor[shapes.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Tensor.Zeros(device, shapes[i]);
            values[i].CopyTo(ReferenceDevice.Values(inputs[i].View));
            inputs[i].RequiresGrad = constant?[i] != true;
        }

        Tensor[] variables = [.. inputs.Where(x => x.RequiresGrad)];
        int[] places = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad)];
        Tensor sample = op(inputs);
        Tensor weights = Tensor.Zeros(device, sample.Shape);
        Uniform(random, sample.Length, -1, 1).CopyTo(ReferenceDevice.Values(weights.View));

        // Not linear in y, so that the gradient coming back into the op depends on the inputs too: a backward pass that cut it off from the
        // graph would otherwise pass the check of second order.
        Tensor Objective()
        {
            Tensor y = op(inputs);
            return (y * (weights + (y * 0.5))).Sum();
        }

        var comparisons = new List<GradientComparison>();
        double[][] fused = Read(Gradients.Of(Objective(), variables));
        double[][] differences = Differences(variables, () => [Value(Objective())], [1]);
        Compare(GradientOrder.First, differences, fused);

        Tensor[] recorded = Gradients.Of(Objective(), variables, createGraph: true);
        Compare(GradientOrder.FirstRecorded, fused, Read(recorded));
        if (!secondOrder)
            return comparisons;

        Tensor[] directions = Array.ConvertAll(variables, x => Tensor.Zeros(device, x.Shape));
        foreach (Tensor direction in directions)
            Uniform(random, direction.Length, -1, 1).CopyTo(ReferenceDevice.Values(direction.View));
        Tensor? along = null;
        for (int i = 0; i < variables.Length; i++)
        {
            Tensor term = (recorded[i] * directions[i]).Sum();
            along = along == null ? term : along + term;
        }

        double[][] second = along!.IsInGraph
            ? Read(Gradients.Of(along, variables))
            : Array.ConvertAll(variables, x => new double[x.Length]);
        double[][] steps = Differences(
            variables,
            () =>
            {
                Tensor[] gradients = Gradients.Of(Objective(), variables);
                return [.. gradients.Select((g, i) => Value((g * directions[i]).Sum()))];
            },
            [.. Enumerable.Repeat(1.0, variables.Length)]);
        Compare(GradientOrder.Second, steps, second);
        return comparisons;

        void Compare(GradientOrder order, double[][] expected, double[][] actual)
        {
            for (int v = 0; v < expected.Length; v++)
            {
                for (int i = 0; i < expected[v].Length; i++)
                    comparisons.Add(new GradientComparison(order, places[v], i, expected[v][i], actual[v][i]));
            }
        }
    }

    /// <summary>So many numbers in [low, high).</summary>
    public static double[] Uniform(Random random, int count, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(random);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = low + ((high - low) * random.NextDouble());
        return values;
    }

    private static double[][] Differences(Tensor[] variables, Func<double[]> function, double[] weights)
    {
        double[][] result = Array.ConvertAll(variables, x => new double[x.Length]);
        for (int v = 0; v < variables.Length; v++)
        {
            for (int i = 0; i < result[v].Length; i++)
            {
                double before = ReferenceDevice.Values(variables[v].View)[i];
                double up = At(before + Step), down = At(before - Step);
                ReferenceDevice.Values(variables[v].View)[i] = before;
                result[v][i] = (up - down) / (2 * Step);

                double At(double value)
                {
                    using var scope = new TensorScope();
                    ReferenceDevice.Values(variables[v].View)[i] = value;
                    return function().Zip(weights, (f, w) => f * w).Sum();
                }
            }
        }

        return result;
    }

    private static double[][] Read(Tensor[] tensors) => Array.ConvertAll(tensors, t => ReferenceDevice.Values(t.View).ToArray());

    private static double Value(Tensor scalar) => ReferenceDevice.Values(scalar.View)[0];
}
