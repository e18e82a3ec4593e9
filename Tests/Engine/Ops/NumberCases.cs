using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>
/// Numbers that a float can get wrong in many ways: quotients at the edge of the range, long sums, variances around a large mean, minus
/// zero. Each case checks one device.
/// </summary>
internal static class NumberCases
{
    /// <summary>Cases of a few numbers.</summary>
    public static IEnumerable<TestCaseData> Small =>
    [
        Case(Adam_without_memory_takes_the_new_gradient), Case(RmsProp_without_memory_takes_the_new_gradient),
        Case(A_quotient_is_rounded_once), Case(The_gradient_of_a_quotient_is_a_quotient), Case(A_mean_of_equal_numbers_is_that_number),
        Case(Minus_zero_stays),
    ];

    /// <summary>Cases of thousands and millions.</summary>
    public static IEnumerable<TestCaseData> Large =>
    [
        Case(A_long_sum_is_right_to_a_millionth), Case(A_long_column_is_right_to_a_millionth),
        Case(A_long_mean_loss_is_right_to_a_millionth), Case(A_long_softmax_is_right_to_a_millionth),
        Case(A_variance_around_a_large_mean_is_right_to_a_millionth),
        Case(The_gradients_of_a_long_channel_are_right_to_a_millionth),
    ];

    private static void Adam_without_memory_takes_the_new_gradient(Device device)
    {
        using Tensor weight = Tensor.Persistent(device, [1]);
        weight.RequiresGrad = true;
        using var adam = new Adam([new("weight", weight)], learningRate: 0.5f, beta1: 0, beta2: 0, epsilon: 0);
        foreach (double slope in new[] { 1e4, 1e-4 })
        {
            adam.ZeroGrad();
            (weight * slope).Sum().Backward();
            adam.Step();
        }

        Assert.That(weight.Item(), Is.EqualTo(-1));
    }

    private static void RmsProp_without_memory_takes_the_new_gradient(Device device)
    {
        using Tensor weight = Tensor.Persistent(device, [1]);
        weight.RequiresGrad = true;
        using var rmsProp = new RmsProp([new("weight", weight)], learningRate: 1, alpha: 0, epsilon: 1e-4, centered: true);
        foreach (double slope in new[] { 1e4, 1e-4 })
        {
            weight.CopyFrom([0]);
            rmsProp.ZeroGrad();
            (weight * slope).Sum().Backward();
            rmsProp.Step();
        }

        // The mean square and the square of the mean are the same: the step is the gradient divided by ε.
        Assert.That(weight.Item(), Is.EqualTo(-1).Within(1e-6));
    }

    private static void A_quotient_is_rounded_once(Device device)
    {
        // 1e-40 is a subnormal float, of 17 bits.
        float[] large = (Tensor.From(device, [2], [0, 1e-20f]) / 1e-40).ToArray();
        Assert.That(large[0], Is.Zero);
        Assert.That(large[1], Is.EqualTo(1e20f).Within(0.001).Percent);
        for (int divisor = 1; divisor < 100; divisor++)
            Assert.That((Tensor.From(device, [1], [7]) / divisor).Item(), Is.EqualTo(7f / divisor), $"7 / {divisor}");
    }

    private static void The_gradient_of_a_quotient_is_a_quotient(Device device)
    {
        Tensor x = Tensor.From(device, [3], [1, 2, 3]);
        x.RequiresGrad = true;
        (x / 1e-40 * Tensor.From(device, [3], [0, 1e-20f, -1e-20f])).Sum().Backward();
        float[] gradient = x.Grad!.ToArray();
        Assert.That(gradient[0], Is.Zero);
        Assert.That(gradient[1..], Is.EqualTo(new[] { 1e20f, -1e20f }).Within(0.001).Percent);
    }

    private static void A_mean_of_equal_numbers_is_that_number(Device device)
    {
        for (int count = 1; count < 70; count++)
        {
            Tensor x = Tensor.Full(device, [count, 3], 3.25f);
            Assert.That(x.Mean([0]).ToArray(), Is.All.EqualTo(3.25f), $"{count} rows");
            Assert.That(x.Reshape(3, count).Mean([1]).ToArray(), Is.All.EqualTo(3.25f), $"{count} columns");
        }
    }

    private static void Minus_zero_stays(Device device)
    {
        // Whole registers of any width, and what is left of one.
        float[] zeros = [.. Enumerable.Repeat(-0f, 37)];
        Tensor x = Tensor.From(device, [37], zeros);
        (string Name, Tensor Y)[] results =
        [
            ("tanh", x.Tanh()), ("expm1", x.Expm1()), ("elu", x.Elu(2)), ("x · 3", x * 3), ("0.5 · x", 0.5 * x), ("x / 3", x / 3),
            ("x − 0", x - 0), ("log1p", x.Log1p()), ("erf", x.Erf()),
        ];
        foreach ((string name, Tensor y) in results)
            Assert.That(y.ToArray().Select(float.IsNegative), Is.All.True, name);
        Assert.That((-x * 3).ToArray().Select(float.IsNegative), Is.All.False);
    }

    private static void A_long_sum_is_right_to_a_millionth(Device device)
    {
        foreach (float value in new[] { 0.1f, 1.1f, 1.7f })
        {
            using var scope = new TensorScope();
            Is_right(Tensor.Full(device, [10_000_000], value).Sum(), 1e7 * value);
        }
    }

    private static void A_long_column_is_right_to_a_millionth(Device device)
    {
        foreach ((float value, int columns) in new[] { (0.1f, 4), (1.7f, 1), (1.1f, 3) })
        {
            using var scope = new TensorScope();
            Is_right(Tensor.Full(device, [1, 2_500_000, columns], value).Sum([1]), 2.5e6 * value);
        }
    }

    private static void A_long_mean_loss_is_right_to_a_millionth(Device device)
    {
        Tensor prediction = Tensor.Full(device, [5_000_000], 1.7f), target = Tensor.Zeros(device, [5_000_000]);
        Is_right(prediction.L1Loss(target), 1.7f);
        Tensor logits = Tensor.Zeros(device, [1_000_000, 3]), classes = Tensor.Zeros(device, [1_000_000]);
        Is_right(logits.CrossEntropy(classes), Math.Log(3));
    }

    private static void A_long_softmax_is_right_to_a_millionth(Device device)
    {
        Tensor x = Tensor.Full(device, [3_000_000], 0.3f);
        x.RequiresGrad = true;
        Is_right(x.Softmax(), 1 / 3e6);
        Is_right(x.LogSoftmax(), -Math.Log(3e6));

        // Every element's gradient is 1.1 less the softmax's share of all of them, which is 1.1 too.
        (x.LogSoftmax() * 1.1).Sum().Backward();
        Assert.That(x.Grad!.ToArray(), Is.All.EqualTo(0).Within(2e-6));
    }

    private static void A_variance_around_a_large_mean_is_right_to_a_millionth(Device device)
    {
        foreach (int count in new[] { 3000, 2_000_000 })
        {
            using var scope = new TensorScope();
            float[] values = Numbers.Uniform(count, 1e4 - Math.Sqrt(3), 1e4 + Math.Sqrt(3));
            double mean = values.Average(v => (double)v), variance = values.Sum(v => (v - mean) * (v - mean)) / (count - 1);
            Tensor x = Tensor.From(device, [count], values);
            Is_right(x.Variance(), variance);

            // As rows of one channel, and as an image of one channel.
            foreach (Tensor seen in new[] { x.Reshape(count, 1), x.Reshape(1, 1, count) })
            {
                Tensor runningMean = Tensor.Zeros(device, [1]), runningVariance = Tensor.Zeros(device, [1]);
                seen.BatchNorm(null, null, runningMean, runningVariance, training: true, momentum: 1);
                Is_right(runningMean, mean);
                Is_right(runningVariance, variance);
            }
        }
    }

    private static void The_gradients_of_a_long_channel_are_right_to_a_millionth(Device device)
    {
        foreach (Shape shape in new Shape[] { [1_000_000, 3], [1, 3, 1_000_000] })
        {
            // x̂ is ±1 in turn, and so is what comes back to it: Σ dy·x̂ is 1.1 times the number of values.
            using var scope = new TensorScope();
            int between = shape.Rank == 2 ? shape[1] : 1;
            Tensor signs = Tensor.From(device, shape, [.. Enumerable.Range(0, shape.Size).Select(i => i / between % 2 == 0 ? 1f : -1f)]);
            Tensor gamma = Tensor.Ones(device, [3]), beta = Tensor.Zeros(device, [3]);
            gamma.RequiresGrad = beta.RequiresGrad = true;
            Tensor y = signs.BatchNorm(gamma, beta, null, null, training: true, epsilon: 0);
            (y * ((signs * 1.1) + 0.7)).Sum().Backward();
            Is_right(gamma.Grad!, 1.1e6);
            Is_right(beta.Grad!, 0.7e6);
        }
    }

    private static void Is_right(Tensor actual, double expected) =>
        Assert.That(actual.ToArray(), Is.All.EqualTo(expected).Within(1e-6 * Math.Abs(expected)));

    private static TestCaseData Case(Action<Device> check) => new TestCaseData(check).SetArgDisplayNames(check.Method.Name);
}
