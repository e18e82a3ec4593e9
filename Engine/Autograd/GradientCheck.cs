using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Autograd;

/// <summary>The two numbers of one gradient that are compared.</summary>
public enum GradientOrder
{
    /// <summary>The gradient from fused kernels against central differences of the value.</summary>
    First,

    /// <summary>The gradient from differentiable ops (createGraph) against that from fused kernels.</summary>
    FirstRecorded,

    /// <summary>The gradient of the gradient against central differences of the gradient.</summary>
    Second,
}

/// <summary>The gradient of one element of one input.</summary>
/// <param name="Order">What was compared.</param>
/// <param name="Input">The index of the op's input.</param>
/// <param name="Element">The index of its element, in storage order.</param>
/// <param name="Expected">From differences; for <see cref="GradientOrder.FirstRecorded"/> from the fused kernels.</param>
/// <param name="Actual">The engine's result.</param>
public readonly record struct GradientComparison(GradientOrder Order, int Input, int Element, double Expected, double Actual)
{
    /// <summary>|expected − actual| / (1 + |expected|).</summary>
    public double Error => Math.Abs(Expected - Actual) / (1 + Math.Abs(Expected));

    /// <summary>False for NaN as well.</summary>
    public bool IsRight => Error <= GradientCheck.Tolerance;
}

/// <summary>
/// Compares an op's gradients with central differences, (f(x + h) − f(x − h))/2h, on the reference device in double precision, where they
/// are accurate to about eight digits. First order from the fused gradient kernels; first order again from differentiable ops, which must
/// agree; and second order: the gradient of the gradient against differences of first-order gradients.
/// </summary>
public static class GradientCheck
{
    /// <summary>The step h: the rounding error grows with 1/h, the truncation error with h².</summary>
    public const double Step = 1e-5;

    public const double Tolerance = 2e-6;

    /// <summary>Compares every element of every input.</summary>
    /// <param name="op">The op.</param>
    /// <param name="shapes">The shapes of its inputs.</param>
    /// <param name="values">The point of evaluation: for each input as many numbers as its shape has.</param>
    /// <param name="secondOrder">Whether the gradient's gradient is checked too.</param>
    /// <param name="constant">Inputs without a gradient: indices, targets.</param>
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

        // Not linear in y, so that the gradient passed into the op depends on the inputs too: otherwise a backward pass that detached it
        // from the graph would pass the check of second order.
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
