using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// Holds an op's gradients against central differences, on the reference device in double precision, where differences are good to about
/// eight digits. First order by the fused gradient kernels; first order again with createGraph, by differentiable ops, which must agree;
/// and second order: the differences of first-order gradients against the gradient of the gradient.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const double Tolerance = 2e-6;

    /// <summary>Random inputs of the given shapes, uniform in [low, high].</summary>
    public static void Run(Func<Tensor[], Tensor> op, Shape[] shapes, double low = -2, double high = 2, bool secondOrder = true, int seed = 1)
    {
        var random = new Random(seed);
        Run(op, shapes, Array.ConvertAll(shapes, s => Uniform(random, s.Size, low, high)), secondOrder);
    }

    /// <summary>Given inputs, for ops with kinks or index operands. An input may be marked constant.</summary>
    public static void Run(Func<Tensor[], Tensor> op, Shape[] shapes, double[][] values, bool secondOrder = true, bool[]? constant = null)
    {
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

        Tensor[] variables = inputs.Where(x => x.RequiresGrad).ToArray();
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

        double[][] fused = Read(Gradients.Of(Objective(), variables));
        double[][] differences = Differences(variables, () => [Value(Objective())], [1]);
        Compare("first order", differences, fused);

        Tensor[] recorded = Gradients.Of(Objective(), variables, createGraph: true);
        Compare("first order with createGraph", fused, Read(recorded));
        if (!secondOrder)
            return;

        Tensor[] directions = Array.ConvertAll(variables, x => Tensor.Zeros(device, x.Shape));
        foreach (Tensor direction in directions)
            Uniform(random, direction.Length, -1, 1).CopyTo(ReferenceDevice.Values(direction.View));
        Tensor? along = null;
        for (int i = 0; i < variables.Length; i++)
        {
            Tensor term = (recorded[i] * directions[i]).Sum();
            along = along == null ? term : along + term;
        }

        double[][] second = along!.IsInGraph ? Read(Gradients.Of(along, variables)) : Array.ConvertAll(variables, x => new double[x.Length]);
        double[][] steps = Differences(
            variables,
            () =>
            {
                Tensor[] gradients = Gradients.Of(Objective(), variables);
                return gradients.Select((g, i) => Value((g * directions[i]).Sum())).ToArray();
            },
            Enumerable.Repeat(1.0, variables.Length).ToArray());
        Compare("second order", steps, second);
    }

    public static double[] Uniform(Random random, int count, double low, double high)
    {
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

    private static void Compare(string what, double[][] expected, double[][] actual)
    {
        for (int v = 0; v < expected.Length; v++)
        {
            for (int i = 0; i < expected[v].Length; i++)
            {
                double e = expected[v][i], a = actual[v][i];
                Assert.That(Math.Abs(e - a), Is.LessThanOrEqualTo(Tolerance * (1 + Math.Abs(e))), $"{what}: input {v}, element {i}: expected {e}, got {a}");
            }
        }
    }

    private static double[][] Read(Tensor[] tensors) => Array.ConvertAll(tensors, t => ReferenceDevice.Values(t.View).ToArray());

    private static double Value(Tensor scalar) => ReferenceDevice.Values(scalar.View)[0];
}
