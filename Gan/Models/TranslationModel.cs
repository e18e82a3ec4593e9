using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A GAN that translates images (Isola, Zhu, Zhou, Efros 2017, "Image-to-Image Translation with Conditional Adversarial Networks"). It
/// learns from pairs: an input A and the output B that belongs to it, which a <see cref="Pairing"/> makes or finds. In a tensor
/// they are joined as channels, A first: (N, 2C, H, W). The generator reads A in place of noise and makes a B; the discriminator judges
/// pairs, whose B is real or generated. So everything that the game has for samples holds for pairs. A may be n images, as a video's last
/// frames are: then a pair has (n + 1)·C channels.
/// </summary>
/// <param name="Format">Of each image of A, and of B.</param>
public abstract record TranslationModel(ImageFormat? Format) : GanModel(LatentSize: 0, Format)
{
    /// <summary>Images in A.</summary>
    public virtual int InputCount => 1;

    public override string DefaultPairs => Pairing.Catalog.All[0].Name;

    /// <summary>Whether its networks read images of any size, not only of <see cref="GanModel.Formats"/>.</summary>
    public virtual bool AnySize => false;

    public override Shape GeneratorInput => SamplerInput;

    public sealed override Shape SamplerInput => SampleShape.With(0, InputCount * SampleShape[0]);

    public sealed override Shape DataShape => SampleShape.With(0, (InputCount + 1) * SampleShape[0]);

    public override (float Low, float High) Range => (-1, 1);

    /// <summary>Whether A and B of an item belong together in training.</summary>
    public virtual bool LearnsPairs => true;

    /// <summary>Whether B is to be translated into A, once a model is trained that does both.</summary>
    public bool Backwards { get; init; }

    public override Game Game(TrainingOptions options, RandomSource noise, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        return new PairGame(this, options, random.Device);
    }

    public override bool Takes(Pairing pairing)
    {
        ArgumentNullException.ThrowIfNull(pairing);
        return pairing.InputCount == InputCount && (pairing.Matches || !LearnsPairs);
    }

    /// <summary>A of each pair.</summary>
    public Tensor Input(Tensor pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Slice(1, 0, SamplerInput[0]);
    }

    /// <summary>B of each pair.</summary>
    public Tensor Output(Tensor pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Slice(1, SamplerInput[0], SampleShape[0]);
    }

    /// <summary>What is to be translated: A of each pair, of pairs in memory, one after the other; B if <see cref="Backwards"/>.</summary>
    public float[] InputsOf(ReadOnlySpan<float> pairs) =>
        Backwards ? Parts(pairs, SamplerInput.Size, SampleShape.Size) : Parts(pairs, 0, SamplerInput.Size);

    /// <summary>What it is to be translated into, likewise.</summary>
    public float[] OutputsOf(ReadOnlySpan<float> pairs) =>
        Backwards ? Parts(pairs, 0, SamplerInput.Size) : Parts(pairs, SamplerInput.Size, SampleShape.Size);

    /// <summary>Inputs A with outputs for them.</summary>
    public static Tensor Pair(Tensor input, Tensor output) => Tensor.Concat([input, output], 1);

    /// <summary>So many values of each pair, from <paramref name="first"/> on.</summary>
    private float[] Parts(ReadOnlySpan<float> pairs, int first, int size)
    {
        float[] parts = new float[pairs.Length / DataShape.Size * size];
        for (int i = 0; i < parts.Length / size; i++)
            pairs.Slice((i * DataShape.Size) + first, size).CopyTo(parts.AsSpan(i * size));
        return parts;
    }
}
