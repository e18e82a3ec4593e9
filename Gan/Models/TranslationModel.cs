using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A GAN that translates images (Isola, Zhu, Zhou, Efros 2017, "Image-to-Image Translation with Conditional Adversarial Networks"). It
/// learns from pairs: an input A and the output B that belongs to it, which a <see cref="Data.Pairs.Pairing"/> makes or finds. In a tensor
/// they are joined as channels, A first: (N, 2C, H, W). The generator reads A in place of noise and makes a B; the discriminator judges
/// pairs, whose B is real or generated. So everything that the game has for samples holds for pairs.
/// </summary>
/// <param name="Format">Of A and of B.</param>
public abstract record TranslationModel(ImageFormat? Format) : GanModel(LatentSize: 0, Format)
{
    public override Shape GeneratorInput => SampleShape;

    public sealed override Shape SamplerInput => SampleShape;

    public sealed override Shape DataShape => SampleShape.With(0, 2 * SampleShape[0]);

    public override (float Low, float High) Range => (-1, 1);

    /// <summary>Whether A and B of an item belong together in training.</summary>
    public virtual bool LearnsPairs => true;

    /// <summary>Whether B is to be translated into A, once a model is trained that does both.</summary>
    public bool Backwards { get; init; }

    public override Game Game(TrainingOptions options, RandomSource noise, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PairGame(this, options.Reconstruction);
    }

    /// <summary>A of each pair.</summary>
    public Tensor Input(Tensor pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Slice(1, 0, SampleShape[0]);
    }

    /// <summary>B of each pair.</summary>
    public Tensor Output(Tensor pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Slice(1, SampleShape[0], SampleShape[0]);
    }

    /// <summary>What is to be translated: A of each pair, of pairs in memory, one after the other; B if <see cref="Backwards"/>.</summary>
    public float[] InputsOf(ReadOnlySpan<float> pairs) => Halves(pairs, first: Backwards ? SampleShape.Size : 0);

    /// <summary>What it is to be translated into, likewise.</summary>
    public float[] OutputsOf(ReadOnlySpan<float> pairs) => Halves(pairs, first: Backwards ? 0 : SampleShape.Size);

    /// <summary>Inputs A with outputs for them.</summary>
    public static Tensor Pair(Tensor input, Tensor output) => Tensor.Concat([input, output], 1);

    private float[] Halves(ReadOnlySpan<float> pairs, int first)
    {
        int size = SampleShape.Size;
        float[] halves = new float[pairs.Length / 2];
        for (int i = 0; i < halves.Length / size; i++)
            pairs.Slice((2 * i * size) + first, size).CopyTo(halves.AsSpan(i * size));
        return halves;
    }
}
