using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Losses with reductions, weights, smoothing and classes to ignore, by PyTorch's formulas worked out by hand.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class LossSettingTests(string deviceName) : DeviceFixture
{
    [Test]
    public void Cross_entropy_of_images_has_a_class_for_each_pixel()
    {
        // (N, C, W) = (2, 3, 2): position w of sample n has the logits [n, :, w].
        float[] values = [0.5f, -1, 2, 0.25f, 1, 3, -2, 0, 1.5f, -0.5f, 0.75f, 1.25f];
        int[] classes = [2, 0, 1, 1];
        Tensor logits = Make([2, 3, 2], values), at = Make([2, 2], 2, 0, 1, 1), weight = Make([3], 1, 2, 4);
        double[] expected = [.. classes.Select((c, i) =>
        {
            double[] row = [.. Enumerable.Range(0, 3).Select(k => (double)values[(i / 2 * 6) + (k * 2) + (i % 2)])];
            return Math.Log(row.Sum(Math.Exp)) - row[c];
        })];
        double[] factors = [4, 1, 2, 2];
        Assert.Multiple(() =>
        {
            Tensor each = Losses.CrossEntropy(logits, at, Reduction.None);
            Assert.That(each.Shape, Is.EqualTo(at.Shape));
            Assert.That(each.ToDoubleArray(), Is.EqualTo(expected).AsCollection.Within(1e-6));
            Assert.That(Losses.CrossEntropy(logits, at).Item(), Is.EqualTo(expected.Average()).Within(1e-6));
            Assert.That(
                Losses.CrossEntropy(logits, at, weight: weight).Item(),
                Is.EqualTo(expected.Zip(factors, (l, f) => l * f).Sum() / factors.Sum()).Within(1e-6));
            Assert.That(() => Losses.CrossEntropy(logits, Make([2, 3], 0, 0, 0, 0, 0, 0)), Throws.TypeOf<ShapeException>());
        });
    }

    private static readonly double Ln2 = Math.Log(2), Ln3 = Math.Log(3);

    protected override string DeviceName => deviceName;

    [Test]
    public void A_sum_or_nothing_in_place_of_the_mean()
    {
        Tensor p = Make([2, 1], 0.25f, 0.5f), t = Make([2, 1], 1, 0);
        (Func<Reduction, Tensor> Loss, double[] Each)[] cases =
        [
            (r => Losses.BinaryCrossEntropy(p, t, r), [2 * Ln2, Ln2]),
            (r => Losses.BinaryCrossEntropyWithLogits(Make([2, 1], -MathF.Log(3), 0), t, r), [2 * Ln2, Ln2]),
            (r => Losses.Mse(p, t, r), [0.5625, 0.25]),
            (r => Losses.L1(p, t, r), [0.75, 0.5]),
            (r => Losses.CrossEntropy(Make([2, 3], 0, MathF.Log(2), 0, 1, 1, 1), [1, 2], r), [Ln2, Ln3]),
        ];
        foreach ((Func<Reduction, Tensor> loss, double[] each) in cases)
        {
            Assert.That(loss(Reduction.None).ToDoubleArray(), Is.EqualTo(each).Within(1e-6));
            Assert.That(loss(Reduction.Sum).Item(), Is.EqualTo(each.Sum()).Within(1e-6));
            Assert.That(loss(Reduction.Mean).Item(), Is.EqualTo(each.Average()).Within(1e-6));
        }

        Assert.That(Losses.Mse(p, t, Reduction.None).Shape, Is.EqualTo(p.Shape));
    }

    [Test]
    public void Weights_of_elements_leave_the_denominator_alone()
    {
        Tensor p = Make([2, 1], 0.25f, 0.5f), t = Make([2, 1], 1, 0), weight = Make([2, 1], 3, 1);
        Assert.That(Losses.BinaryCrossEntropy(p, t, weight: weight).Item(), Is.EqualTo(((6 * Ln2) + Ln2) / 2).Within(1e-6));
        Tensor logits = Make([2, 1], 0, 0);
        Assert.That(Losses.BinaryCrossEntropyWithLogits(logits, t, weight: weight).Item(), Is.EqualTo(2 * Ln2).Within(1e-6));
        Assert.That(Losses.BinaryCrossEntropyWithLogits(logits, t, positiveWeight: Make([1], 5)).Item(), Is.EqualTo(3 * Ln2).Within(1e-6));
        Assert.That(
            () => Losses.BinaryCrossEntropy(p, t, weight: Make([3, 2, 1], 1, 1, 1, 1, 1, 1)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("must broadcast to the predictions' shape (2, 1)"));
    }

    [Test]
    public void A_positive_weight_keeps_large_logits_finite()
    {
        Tensor logits = Make([2], 200, -200), t = Make([2], 0, 1);
        Tensor each = Losses.BinaryCrossEntropyWithLogits(logits, t, Reduction.None, positiveWeight: Make([1], 2));
        Assert.That(each.ToArray(), Is.EqualTo(new float[] { 200, 400 }));
    }

    [Test]
    public void Class_weights_smoothing_and_what_is_ignored()
    {
        Tensor logits = Make([2, 3], 0, MathF.Log(2), 0, 1, 1, 1), classes = Make([2], 1, 2), weight = Make([3], 1, 2, 3);
        double Mean(Tensor? w = null, int? ignore = null, float smoothing = 0) =>
            Losses.CrossEntropy(logits, classes, Reduction.Mean, w, ignore, smoothing).Item();
        Assert.Multiple(() =>
        {
            Assert.That(Mean(weight), Is.EqualTo(((2 * Ln2) + (3 * Ln3)) / 5).Within(1e-6));
            Assert.That(Mean(ignore: 2), Is.EqualTo(Ln2).Within(1e-6));
            Assert.That(Mean(weight, ignore: 1), Is.EqualTo(Ln3).Within(1e-6));
            Assert.That(Mean(smoothing: 0.3f), Is.EqualTo(((1.2 * Ln2) + Ln3) / 2).Within(1e-6));
            Assert.That(Mean(smoothing: 0.3f, ignore: 2), Is.EqualTo(1.2 * Ln2).Within(1e-6));
            Assert.That(Mean(weight, smoothing: 0.3f), Is.EqualTo(((2.4 * Ln2) + (2.7 * Ln3)) / 5).Within(1e-6));
            Assert.That(
                Losses.CrossEntropy(logits, classes, Reduction.None, weight, 2).ToDoubleArray(),
                Is.EqualTo(new[] { 2 * Ln2, 0 }).Within(1e-6));
            Assert.That(Losses.CrossEntropy(logits, [1, -100], ignoreIndex: -100).Item(), Is.EqualTo(Ln2).Within(1e-6));
            Assert.That(
                () => Losses.CrossEntropy(logits, Make([2], 1, 7), Reduction.Sum), Throws.TypeOf<InputException>(), "a class out of range");
        });
    }

    [Test]
    public void A_logit_of_minus_infinity_excludes_a_class()
    {
        Tensor logits = Variable([1, 3], 0, float.NegativeInfinity, 0);
        Tensor loss = Losses.CrossEntropy(logits, [0], Reduction.Sum);
        Assert.That(loss.Item(), Is.EqualTo(Ln2).Within(1e-6));
        loss.Backward();
        Assert.That(logits.Grad!.ToArray(), Is.EqualTo(new[] { -0.5f, 0, 0.5f }).Within(1e-6));
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        Tensor logits = Make([2, 3], 0, 0, 0, 0, 0, 0), classes = Make([2], 0, 1);
        Assert.That(() => Losses.CrossEntropy(logits, classes, labelSmoothing: 1.5f), Throws.TypeOf<InputException>());
        Assert.That(
            () => Losses.CrossEntropy(logits, classes, weight: Make([2], 1, 1)),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo(
                "CrossEntropy of logits (2, 3): the weights must have shape (3), got (2)."));
        Assert.That(() => Losses.CrossEntropy(logits, [0, 5], ignoreIndex: -1), Throws.TypeOf<InputException>());
    }
}

/// <summary>Their gradients against differences.</summary>
internal sealed class LossSettingGradientTests
{
    [Test]
    public void Of_every_loss_summed()
    {
        double[] probabilities = [0.2, 0.5, 0.9], targets = [0.1, 0.6, 0.3];
        GradientAssert.Run(x => Losses.BinaryCrossEntropy(x[0], x[1], Reduction.Sum), [[3], [3]], [probabilities, targets]);
        GradientAssert.Run(x => Losses.BinaryCrossEntropyWithLogits(x[0], x[1], Reduction.None), [[3], [3]]);
        GradientAssert.Run(x => Losses.BinaryCrossEntropyWithLogits(x[0], x[1], weight: x[2], positiveWeight: x[3]), [[3], [3], [3], [1]]);
        GradientAssert.Run(x => Losses.Mse(x[0], x[1], Reduction.Sum), [[3], [3]]);
        GradientAssert.Run(x => Losses.L1(x[0], x[1], Reduction.None), [[3], [3]], [[1, 2, 3], [2, 0, 5]]);
    }

    [Test]
    public void Of_cross_entropy_with_all_settings()
    {
        double[] logits = [0.3, -1, 2, 0.5, 0.1, -0.7, 1, 1.5, -2];
        GradientAssert.Run(
            x => Losses.CrossEntropy(x[0], x[1], Reduction.Mean, x[2], ignoreIndex: 1, labelSmoothing: 0.2f),
            [[3, 3], [3], [3]],
            [logits, [0, 1, 2], [1, 2, 3]],
            constant: [false, true, true]);
    }
}
