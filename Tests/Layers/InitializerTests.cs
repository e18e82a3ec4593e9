using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

/// <summary>Bounds and variances of first values, against the papers' formulas, for a layer of 300 inputs and 500 outputs.</summary>
internal sealed class InitializerTests
{
    private const int In = 300, Out = 500;

    public static IEnumerable<TestCaseData> Known()
    {
        yield return Uniform(Initializers.TorchUniform, 1 / Math.Sqrt(In), nameof(Initializers.TorchUniform));
        yield return Uniform(Initializers.GlorotUniform, Math.Sqrt(6.0 / (In + Out)), nameof(Initializers.GlorotUniform));
        yield return Uniform(Initializers.HeUniform, Math.Sqrt(6.0 / In), nameof(Initializers.HeUniform));
        yield return Normal(Initializers.GlorotNormal, 0, Math.Sqrt(2.0 / (In + Out)), nameof(Initializers.GlorotNormal));
        yield return Normal(Initializers.HeNormal, 0, Math.Sqrt(2.0 / In), nameof(Initializers.HeNormal));
        yield return Normal(Initializers.Normal(1, 0.02f), 1, 0.02, nameof(Initializers.Normal));

        static TestCaseData Uniform(Initializer initializer, double bound, string name) =>
            new TestCaseData(initializer, 0.0, bound / Math.Sqrt(3), bound).SetArgDisplayNames(name);

        static TestCaseData Normal(Initializer initializer, double mean, double deviation, string name) =>
            new TestCaseData(initializer, mean, deviation, 5.8 * deviation).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Known))]
    public void Has_the_mean_deviation_and_bound_of_its_paper(Initializer initializer, double mean, double deviation, double bound)
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 3);
        using var layer = new Dense(In, Out, random, weights: initializer);
        double[] w = Array.ConvertAll(layer.Weight.ToArray(), x => (double)x);
        double average = w.Average(), spread = Math.Sqrt(w.Average(x => (x - average) * (x - average)));
        Assert.That(average, Is.EqualTo(mean).Within(5 * deviation / Math.Sqrt(w.Length)));
        Assert.That(spread, Is.EqualTo(deviation).Within(0.01 * deviation));
        Assert.That(w, Is.All.InRange(mean - (bound * 1.000001), mean + (bound * 1.000001)));
    }

    [Test]
    public void A_dense_layer_begins_as_in_PyTorch()
    {
        using var device = new CpuDevice(1);
        using RandomSource random = new(device, 3), again = new(device, 3);
        using Dense layer = new(In, Out, random), other = new(
            In, Out, again, weights: Initializers.TorchUniform, biases: Initializers.TorchUniform);
        Assert.That(layer.Weight.ToArray(), Is.EqualTo(other.Weight.ToArray()));
        float[] bias = layer.Bias!.ToArray();
        Assert.That(bias, Is.EqualTo(other.Bias!.ToArray()));
        Assert.That(
            bias.Max(MathF.Abs), Is.InRange(0.9 / Math.Sqrt(In), 1.000001 / Math.Sqrt(In)), "a bias is drawn by its layer's inputs");
    }

    [TestCase(5, 8)]
    [TestCase(8, 5)]
    [TestCase(6, 6)]
    public void Orthogonal_weights_have_orthonormal_rows_or_columns_with_the_signs_of_PyTorch(int rows, int columns)
    {
        using var device = new CpuDevice(1);
        using RandomSource random = new(device, 3), again = new(device, 3);
        using var layer = new Dense(columns, rows, random, bias: false, weights: Initializers.Orthogonal);
        using var drawn = new Dense(columns, rows, again, bias: false, weights: Initializers.Normal(0, 1));
        float[] w = layer.Weight.ToArray(), n = drawn.Weight.ToArray();
        bool tall = rows > columns;
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                Assert.That(Vector(w, i).Zip(Vector(w, j), (a, b) => a * b).Sum(), Is.EqualTo(i == j ? 1 : 0).Within(1e-6), $"{i}, {j}");

            // The diagonal of R, the product with the numbers that were drawn, is positive.
            Assert.That(Vector(w, i).Zip(Vector(n, i), (a, b) => a * b).Sum(), Is.Positive);
        }

        double[] Vector(float[] matrix, int i) => tall
            ? [.. Enumerable.Range(0, rows).Select(k => (double)matrix[(k * columns) + i])]
            : [.. matrix[(i * columns)..((i + 1) * columns)].Select(v => (double)v)];
    }

    [Test]
    public void A_vector_has_no_orthogonal_values()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 3);
        Assert.That(() => new Dense(3, 2, random, biases: Initializers.Orthogonal), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void Constants_are_constant()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 3);
        using var layer = new Dense(3, 2, random, weights: Initializers.Constant(0.5f), biases: Initializers.Zeros);
        Assert.That(layer.Weight.ToArray(), Is.All.EqualTo(0.5f));
        Assert.That(layer.Bias!.ToArray(), Is.All.EqualTo(0f));
        Assert.That(random.State[2], Is.Zero, "constants draw nothing");
    }
}
