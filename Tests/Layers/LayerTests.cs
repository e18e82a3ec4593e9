using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Each layer's values by hand, its shapes, and the sentence for an input that does not fit.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class LayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void Dense_is_a_product_with_the_transposed_weights_and_a_bias()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Dense(3, 2, random);
        layer.Weight.CopyFrom([1, 2, 3, 4, 5, 6]);
        layer.Bias!.CopyFrom([10, 20]);
        Tensor y = layer.Forward(Make([2, 3], 1, 0, 0, 1, 1, 1));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([2, 2])));
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 11, 24, 16, 35 }));
        using var plain = new Dense(3, 2, random, bias: false);
        Assert.That(plain.Bias, Is.Null);
    }

    [Test]
    public void BatchNorm_uses_the_batch_while_training_and_running_averages_after()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new BatchNorm1d(2, random, epsilon: 0, momentum: 0.5f);
        Tensor x = Make([2, 2], 1, 10, 3, 30);
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(new float[] { -1, -1, 1, 1 }).Within(1e-6));
        // Half of the batch's mean and unbiased variance, half of the initial 0 and 1.
        Assert.That(layer.Buffers()[0].Tensor.ToArray(), Is.EqualTo(new float[] { 1, 10 }).Within(1e-5));
        Assert.That(layer.Buffers()[1].Tensor.ToArray(), Is.EqualTo(new float[] { 1.5f, 100.5f }).Within(1e-4));
        layer.Eval();
        Assert.That(layer.Forward(x).ToArray(), Is.EqualTo(new[] { 0, 0, 2 / MathF.Sqrt(1.5f), 20 / MathF.Sqrt(100.5f) }).Within(1e-5));
        using var bare = new BatchNorm1d(2, random, affine: false);
        Assert.That(bare.Parameters(), Is.Empty);
        Assert.That(bare.Forward(x).ToArray(), Is.EqualTo(new float[] { -1, -1, 1, 1 }).Within(1e-4));
    }

    [Test]
    public void Dropout_drops_only_while_training_and_keeps_the_mean()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Dropout(random, 0.25f);
        Tensor x = Tensor.Ones(Device, [10_000]);
        x.RequiresGrad = true;
        Tensor y = layer.Forward(x);
        y.Sum().Backward();
        Assert.That(y.ToArray().Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.75f }).Within(1e-6));
        Assert.That(y.ToArray().Average(), Is.EqualTo(1).Within(0.03));
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(y.ToArray()), "the gradient passes where the number did");
        layer.Eval();
        Assert.That(layer.Forward(x), Is.SameAs(x));
        using var none = new Dropout(random, 0);
        Assert.That(none.Forward(x), Is.SameAs(x));
    }

    [Test]
    public void Flatten_and_reshape_keep_the_batch()
    {
        using var flatten = new Flatten();
        using var reshape = new Reshape([1, 2, 3]);
        Tensor x = Tensor.Arange(Device, 24).Reshape(4, 2, 3);
        Assert.That(flatten.Forward(x).Shape, Is.EqualTo(Shape.Create([4, 6])));
        Assert.That(reshape.Forward(flatten.Forward(x)).Shape, Is.EqualTo(Shape.Create([4, 1, 2, 3])));
        Assert.That(reshape.Forward(x).ToArray(), Is.EqualTo(x.ToArray()));
    }

    [Test]
    public void Embedding_looks_rows_up_and_sums_their_gradients()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new Embedding(3, 2, random);
        layer.Weight.CopyFrom([1, 2, 3, 4, 5, 6]);
        Tensor y = layer.Forward(Make([2, 2], 2, 0, 2, 1));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([2, 2, 2])));
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { 5, 6, 1, 2, 5, 6, 3, 4 }));
        y.Sum().Backward();
        Assert.That(layer.Weight.Grad!.ToArray(), Is.EqualTo(new float[] { 1, 1, 1, 1, 2, 2 }));
    }

    [Test]
    public void Activations_are_their_functions()
    {
        Tensor x = Make([4], -2, -0.5f, 0.5f, 2);
        Check(new Relu(), v => Math.Max(v, 0));
        Check(new LeakyRelu(0.2f), v => v > 0 ? v : 0.2f * v);
        Check(new LeakyRelu(), v => v > 0 ? v : 0.01f * v);
        Check(new Sigmoid(), v => 1 / (1 + Math.Exp(-v)));
        Check(new Tanh(), Math.Tanh);
        Check(new Elu(2), v => v > 0 ? v : 2 * (Math.Exp(v) - 1));
        Check(new Softplus(), v => Math.Log(1 + Math.Exp(v)));
        Check(
            new Gelu(),
            v =>
                v * 0.5 * (
                    1 + (
                        Math.Sign(v) * new Dictionary<double, double>
                        {
                            [0.5] = 0.38292492254802624,
                            [2] = 0.9544997361036416,
                        }[Math.Abs(v)])));
        Check(new Softmax(), v => Math.Exp(v) / x.ToArray().Sum(u => Math.Exp(u)));

        void Check(Module activation, Func<double, double> function)
        {
            float[] expected = Array.ConvertAll(x.ToArray(), v => (float)function(v));
            Assert.That(activation.Forward(x).ToArray(), Is.EqualTo(expected).Within(1e-6), activation.Description);
            Assert.That(activation.OutputShape([7, 3]), Is.EqualTo(Shape.Create([7, 3])));
            activation.Dispose();
        }
    }

    [Test]
    public void A_wrong_input_names_the_layer()
    {
        using var random = new RandomSource(Device, 1);
        using var generator = new Sequential(
            new Flatten(), new Dense(10, 512, random), new LeakyRelu(0.2f), new Dense(512, 1024, random)) { Name = "generator" };
        Refused(generator[3], [64, 500], "generator.3 (Dense 512→1024): expected input (…, 512), got (64, 500).");
        Refused(generator[1], [64, 2, 5], "generator.1 (Dense 10→512): expected input (…, 10), got (64, 2, 5).");
        Refused(generator, [64, 3, 3], "generator.1 (Dense 10→512): expected input (…, 10), got (64, 9).");
        Refused(generator[0], [], "generator.0 (Flatten): expected input (N, …), got ().");
        using var norm = new BatchNorm1d(8, random);
        Refused(norm, [4, 7], "BatchNorm1d 8: expected input (N, 8) or (N, 8, L), got (4, 7).");
        Assert.That(
            () => norm.Forward(Tensor.Zeros(Device, [1, 8])),
            Throws.TypeOf<ShapeException>().With.Message.StartsWith(
                "BatchNorm1d 8: expected input more than one value per feature").And.Message.EndsWith("got (1, 8)."));
        norm.Eval();
        Assert.That(norm.Forward(Tensor.Zeros(Device, [1, 8])).Shape, Is.EqualTo(Shape.Create([1, 8])));
        using var reshape = new Reshape([1, 28, 28]);
        Refused(reshape, [4, 100], "Reshape (1, 28, 28): expected input (N, …) with 784 numbers a sample, got (4, 100).");
        using var softmax = new Softmax(2);
        Refused(softmax, [4, 100], "Softmax: expected input with an axis 2, got (4, 100).");
        using var embedding = new Embedding(3, 4, random);
        Refused(embedding, [1, 1, 1, 1, 1, 1], "Embedding 3×4: expected input of at most 5 dimensions, got (1, 1, 1, 1, 1, 1).");

        void Refused(Module module, Shape input, string sentence)
        {
            Assert.That(() => module.Forward(Tensor.Zeros(Device, input)), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
            Assert.That(() => module.OutputShape(input), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
        }
    }

    [Test]
    public void Sizes_that_are_none_are_refused()
    {
        using var random = new RandomSource(Device, 1);
        Assert.That(() => new Dense(0, 1, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Dense(1, -1, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchNorm1d(0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Embedding(0, 1, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Dropout(random, -0.1f), Throws.TypeOf<InputException>().With.Message.Contains("-0.1"));
    }
}
