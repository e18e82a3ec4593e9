using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

/// <summary>Captions as vectors, and the two layers that read them.</summary>
public sealed class TextEncoderTests
{
    private CpuDevice device = null!;
    private RandomSource random = null!;
    private TensorScope scope = null!;

    [SetUp]
    public void Open() => (device, random, scope) = (new CpuDevice(1), null!, new TensorScope());

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        random.Dispose();
        device.Dispose();
    }

    [Test]
    public void A_caption_is_read_to_its_last_word_and_shares_are_mixed()
    {
        using TextEncoder encoder = Encoder([0, 1, 2, /**/ 3, 1, 2, /**/ 1, 2, 3], length: 3);
        float[] vectors = encoder.Forward(Tensor.From(device, [3], [0f, 1, 2])).ToArray();
        (Embedding words, Gru gru) = ((Embedding)encoder.Children[0], (Gru)encoder.Children[1]);
        float[] states = gru.Forward(words.Forward(Tensor.From(device, [1, 3], [3f, 1, 2]))).ToArray();
        Assert.That(vectors[5..10], Is.EqualTo(states[10..15]).Within(1e-6), "the last state");
        Assert.That(vectors[..5], Is.Not.EqualTo(vectors[5..10]));
        float[] mixed = encoder.Forward(Tensor.From(device, [1, 3], [0.25f, 0, 0.75f])).ToArray();
        for (int i = 0; i < 5; i++)
            Assert.That(mixed[i], Is.EqualTo((0.25 * vectors[i]) + (0.75 * vectors[10 + i])).Within(1e-6));
        Assert.That(() => encoder.Forward(Tensor.Zeros(device, [1, 2])), Throws.TypeOf<ShapeException>());
        Assert.That(encoder.StateDict().Keys, Has.None.Contains("captions"), "they are not part of the network");
    }

    [Test]
    public void The_caption_is_joined_with_the_input_and_its_score_is_an_inner_product_beside_the_features_own()
    {
        var labels = new ClassLabels(2);
        using var join = new JoinText(labels, Encoder([1, 2], length: 1));
        using var head = new TextHead(new Dense(4, 1, random), labels, Encoder([1, 2], length: 1), random);
        Tensor features = random.Normal([2, 4]);
        Assert.That(() => join.Forward(features), Throws.TypeOf<InvalidOperationException>());
        labels.Current = Tensor.From(device, [2], [1f, 0]);
        Tensor joined = join.Forward(features);
        Assert.That(joined.Shape, Is.EqualTo(Shape.Create([2, 9])));
        Assert.That(joined.Slice(1, 0, 4).ToArray(), Is.EqualTo(features.ToArray()));

        var (psi, encoder, projection) = ((Dense)head.Children[0], (TextEncoder)head.Children[1], (Dense)head.Children[2]);
        float[] own = psi.Forward(features).ToArray(), v = projection.Forward(encoder.Forward(labels.Current)).ToArray();
        float[] f = features.ToArray(), scores = head.Forward(features).ToArray();
        for (int i = 0; i < 2; i++)
            Assert.That(scores[i], Is.EqualTo(own[i] + Enumerable.Range(4 * i, 4).Sum(k => v[k] * f[k])).Within(1e-5));
    }

    private TextEncoder Encoder(ReadOnlySpan<int> captions, int length)
    {
        random ??= new RandomSource(device, seed: 1);
        return new TextEncoder(captions, length, count: 3, embeddingSize: 4, hidden: 5, random);
    }
}
