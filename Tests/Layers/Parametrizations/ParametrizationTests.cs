using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers.Parametrizations;

/// <summary>Weights that are computed from the stored ones.</summary>
[TestFixtureSource(nameof(Devices))]
public sealed class ParametrizationTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private static readonly Dictionary<string, Func<RandomSource, Module>> Layers = new()
    {
        ["Dense"] = r => new Dense(7, 5, r),
        ["Conv2d"] = r => new Conv2d(4, 6, 3, r, groups: 2),
        ["ConvTranspose2d"] = r => new ConvTranspose2d(5, 3, 2, r),
        ["Embedding"] = r => new Embedding(6, 4, r),
    };

    private static readonly Dictionary<string, Func<Module, RandomSource, Module>> Kinds = new()
    {
        ["SpectralNorm"] = SpectralNorm.On,
        ["WeightNorm"] = WeightNorm.On,
        ["EqualizedLearningRate"] = (layer, random) => EqualizedLearningRate.On(layer, random),
    };

    public static IEnumerable<string[]> LayersAndKinds => Layers.Keys.SelectMany(layer => Kinds.Keys.Select(kind => new[] { layer, kind }));

    [TestCase("Dense")]
    [TestCase("Conv2d")]
    [TestCase("ConvTranspose2d")]
    [TestCase("Embedding")]
    public void Spectral_normalisation_makes_the_largest_singular_value_one(string name)
    {
        using var random = new RandomSource(Device, 3);
        using Module layer = Layers[name](random);
        var weighted = (IWeightedLayer)layer;
        double before = LargestSingularValue(Rows(weighted.Weight, weighted.OutputAxis));
        SpectralNorm.On(layer, random);
        for (int i = 0; i < 60; i++)
            weighted.Weight.Effective();
        Assert.That(LargestSingularValue(Rows(weighted.Weight.Effective(), weighted.OutputAxis)), Is.EqualTo(1).Within(1e-4));
        Assert.That(before, Is.Not.EqualTo(1).Within(0.01), "it was another before");
    }

    [Test]
    public void Spectral_normalisation_iterates_15_times_at_first_and_then_once_in_each_training_pass()
    {
        using var random = new RandomSource(Device, 3);
        using var layer = new Dense(4, 3, random);
        double[,] w = Rows(layer.Weight, 0);
        using var twin = new RandomSource(Device, 9);
        twin.Normal([3, 1]);
        float[] v = twin.Normal([4, 1]).ToArray();
        using var same = new RandomSource(Device, 9);
        SpectralNorm.On(layer, same);
        double[] right = Normalized([.. v.Select(x => (double)x)]), left = [];
        for (int i = 0; i < 15; i++)
            Iterate();
        Check("at first");
        layer.Eval();
        layer.Weight.Effective();
        Check("evaluation changes nothing");
        layer.Train();
        layer.Weight.Effective();
        Iterate();
        Check("one more in training");

        void Iterate()
        {
            left = Normalized([.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 4).Sum(j => w[i, j] * right[j]))]);
            right = Normalized([.. Enumerable.Range(0, 4).Select(j => Enumerable.Range(0, 3).Sum(i => w[i, j] * left[i]))]);
        }

        void Check(string when)
        {
            IReadOnlyDictionary<string, Tensor> state = layer.StateDict();
            Assert.That(state["parametrizations.weight.u"].ToArray(), Is.EqualTo(left).AsCollection.Within(1e-5), when);
            Assert.That(state["parametrizations.weight.v"].ToArray(), Is.EqualTo(right).AsCollection.Within(1e-5), when);
        }
    }

    [Test]
    public void The_gradient_in_training_is_that_of_evaluation_with_the_same_vectors()
    {
        using var random = new RandomSource(Device, 3);
        using Dense layer = SpectralNorm.On(new Dense(4, 3, random), random);
        Tensor x = random.Normal([5, 4]);
        Tensor y = layer.Forward(x);
        layer.Weight.Effective();
        Tensor loss = y.Square().Sum();
        Assert.That(() => loss.Backward(), Throws.Nothing, "a later pass moves the vectors, not those of this graph");
        layer.ZeroGrad();
        layer.Forward(x).Square().Sum().Backward();
        float[] training = layer.Weight.Grad!.ToArray();
        layer.ZeroGrad();
        layer.Eval();
        layer.Forward(x).Square().Sum().Backward();
        Assert.That(training, Is.EqualTo(layer.Weight.Grad!.ToArray()).AsCollection.Within(1e-5));
    }

    [Test]
    public void Weight_normalisation_begins_with_the_weight_and_gives_each_row_the_length_g()
    {
        using var random = new RandomSource(Device, 3);
        using var layer = new Conv2d(2, 3, 3, random);
        float[] before = layer.Weight.ToArray();
        WeightNorm.On(layer, random);
        Assert.That(layer.Weight.Effective().ToArray(), Is.EqualTo(before).AsCollection.Within(1e-6));

        Tensor g = layer.StateDict()["parametrizations.weight.g"];
        g.CopyFrom([2f, 0.5f, -3]);
        double[,] rows = Rows(layer.Weight.Effective(), 0), direction = Rows(layer.Weight, 0);
        for (int i = 0; i < 3; i++)
        {
            double length = Math.Sqrt(Enumerable.Range(0, 18).Sum(j => direction[i, j] * direction[i, j]));
            for (int j = 0; j < 18; j++)
                Assert.That(rows[i, j], Is.EqualTo(new[] { 2, 0.5, -3 }[i] * direction[i, j] / length).Within(1e-5));
        }
    }

    [TestCase("Dense", 7)]
    [TestCase("Conv2d", 2 * 9)]
    [TestCase("ConvTranspose2d", 5 * 4)]
    public void An_equalized_weight_is_stored_with_deviation_1_and_scaled_by_the_fan_in(string name, int fanIn)
    {
        using var random = new RandomSource(Device, 3);
        using Module layer = EqualizedLearningRate.On(Layers[name](random), random, gain: 1.5);
        Parameter weight = ((IWeightedLayer)layer).Weight;
        float[] stored = weight.ToArray();
        Assert.That(Math.Sqrt(stored.Average(w => w * w)), Is.EqualTo(1).Within(0.3), "N(0, 1)");
        Assert.That(
            weight.Effective().ToArray(),
            Is.EqualTo(stored.Select(w => w * 1.5 / Math.Sqrt(fanIn))).AsCollection.Within(1e-5));
    }

    [TestCaseSource(nameof(LayersAndKinds))]
    public void Gradients_are_those_of_finite_differences(string layer, string kind)
    {
        Module? net = null;
        RandomSource? random = null;
        Shape x = layer switch { "Dense" => [3, 7], "Embedding" => [3], "Conv2d" => [1, 4, 4, 3], _ => [1, 5, 2, 2] };
        Shape w = layer switch { "Dense" => [5, 7], "Embedding" => [6, 4], "Conv2d" => [6, 2, 3, 3], _ => [5, 3, 2, 2] };
        var values = new Random(5);
        double[] input = layer == "Embedding" ? [0, 5, 2] : Uniform(x), weight = Uniform(w);
        GradientAssert.Run(
            inputs =>
            {
                if (net == null)
                {
                    random = new RandomSource(inputs[0].Device, 2);
                    net = Kinds[kind](Layers[layer](random), random);
                    net.Eval();
                }

                ((IWeightedLayer)net).Weight.StandIn = inputs[1];
                return net.Forward(inputs[0]);
            },
            [x, w], [input, weight], constant: [layer == "Embedding", false]);

        double[] Uniform(Shape shape) => [.. Enumerable.Range(0, shape.Size).Select(_ => (values.NextDouble() * 2) - 1)];
    }

    [Test]
    public void A_network_is_parametrized_with_all_it_holds_and_only_once()
    {
        using var random = new RandomSource(Device, 3);
        using Sequential net = WeightNorm.On(
            new Sequential(new Dense(3, 4, random), new Relu(), new Sequential(new Dense(4, 2, random))), random);
        Assert.Multiple(() =>
        {
            Assert.That(
                net.NamedParameters().Select(p => p.Name),
                Is.EqualTo(new[]
                {
                    "0.weight", "0.bias", "0.parametrizations.weight.g", "2.0.weight", "2.0.bias", "2.0.parametrizations.weight.g",
                }));
            Assert.That(net.Summary([3]), Does.Contain("32 parameters"), "12 + 4 + 4 and 8 + 2 + 2");
            Assert.That(
                () => SpectralNorm.On(net, random),
                Throws.InvalidOperationException.With.Message.Contains("'0.weight' has a parametrization already"));
        });
    }

    /// <summary>The weight as a matrix with a row for each output feature, in double.</summary>
    private static double[,] Rows(Tensor weight, int axis)
    {
        int outputs = weight.Shape[axis], before = weight.Shape.Product(0, axis), after = weight.Shape.Product(axis + 1, weight.Rank);
        float[] values = weight.ToArray();
        double[,] rows = new double[outputs, before * after];
        for (int i = 0; i < values.Length; i++)
            rows[i / after % outputs, (i / (after * outputs) * after) + (i % after)] = values[i];
        return rows;
    }

    /// <summary>One-sided Jacobi singular value decomposition: rotates pairs of rows until all are orthogonal; their lengths are the
    /// singular values.</summary>
    private static double LargestSingularValue(double[,] a)
    {
        int rows = a.GetLength(0), columns = a.GetLength(1);
        for (int sweep = 0; sweep < 30; sweep++)
        {
            for (int p = 0; p < rows; p++)
            {
                for (int q = p + 1; q < rows; q++)
                    Rotate(p, q);
            }
        }

        return Enumerable.Range(0, rows).Max(p => Math.Sqrt(Dot(p, p)));

        double Dot(int p, int q) => Enumerable.Range(0, columns).Sum(j => a[p, j] * a[q, j]);

        void Rotate(int p, int q)
        {
            double pq = Dot(p, q);
            if (pq == 0)
                return;
            double zeta = (Dot(q, q) - Dot(p, p)) / (2 * pq);
            double t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta))), c = 1 / Math.Sqrt(1 + (t * t)), s = c * t;
            for (int j = 0; j < columns; j++)
                (a[p, j], a[q, j]) = ((c * a[p, j]) - (s * a[q, j]), (s * a[p, j]) + (c * a[q, j]));
        }
    }

    private static double[] Normalized(double[] x)
    {
        double length = Math.Sqrt(x.Sum(v => v * v));
        return [.. x.Select(v => v / length)];
    }
}
