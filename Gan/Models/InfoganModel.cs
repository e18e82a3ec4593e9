using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// InfoGAN (Chen et al. 2016) for digits: the generator reads 16 numbers of noise, a category of 10 and two codes in [−1, 1], and the
/// discriminator guesses the codes besides. The networks are the paper's (appendix C.1) without its dense layers of 1,024, and with half
/// the discriminator's channels; the generator is that of <see cref="AnoganModel"/>.
/// <code>
///   28   16 + 10 + 2 → 128×7×7 → 64×14×14 → 28×28                        28×28 → 32×14×14 → 64×7×7 → 1
///                                                                                                   → 128 → 10 + 2
/// </code>
/// Kernels are 4×4 with stride 2; batch normalisation in the generator but at images, none in the discriminator, where the paper has it,
/// for the sake of gradient penalties; leaky ReLU 0.1 in the discriminator. A one-hot vector is faint beside the noise, and what is faint
/// is learnt late: then z says which digit it is, and a category holds several. So there are 16 numbers of noise, where the paper has 62,
/// and in the generator's first layer the weights of the category begin five times as large as the others. The paper's λ of a category
/// is 1.
/// <para>
/// Its other networks are dense, a tenth of the time for an epoch, and begin with equal weights:
/// </para>
/// <code>
///   z + 10 + 2 → 512 → 512 → 28×28                                       28×28 → 512 → 256 → 1
///                                                                                          → 128 → 10 + 2
/// </code>
/// </summary>
public sealed record InfoganModel() : GanModel(LatentSize: 16, ImageFormat.Mnist)
{
    internal const string OfDense = "dense";

    private const int Units = 512;
    private const int Kernel = 4, Stride = 2, Cut = 1, First = 32, Halvings = 2, HiddenOfQ = 128;
    private const float Slope = 0.1f;

    // The weights of the category in the generator's first layer begin so many times as large as those of z.
    private const float Prominence = 5;

    public override string Name => "infogan";

    public override string Description => "codes that are found without labels: a category and two numbers; 28×28 (InfoGAN)";

    public override IReadOnlyList<string> NetworkChoices => [Published, OfDense];

    public override LatentCodes Codes { get; } = new(Categories: 10, Continuous: 2);

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults =>
        new(Epochs: 6, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f, Information: 0.1f, InformationContinuous: 0.3f);

    public override string Recipe => Recipes.Infogan.Default;

    public override IReadOnlyList<Normalization> DiscriminatorNorms => Enum.GetValues<Normalization>();

    public override Game Game(TrainingOptions options, RandomSource noise, RandomSource random) => new CodeGame(this, options, noise);

    public override Sequential Generator(RandomSource random)
    {
        if (Networks == OfDense)
            return DenseGenerator(random);
        Sequential network = new AnoganModel { LatentSize = GeneratorInput.Size, Format = Format }.Generator(random);
        ((Dense)network[0]).ScaleInputs(LatentSize, Codes.Categories, Prominence);
        return network;
    }

    public override Sequential Discriminator(RandomSource random)
    {
        Normalization norm = DiscriminatorNorm == Normalization.Model ? Normalization.None : DiscriminatorNorm;
        if (Networks == OfDense)
            return DenseDiscriminator(norm, random);
        List<Module> layers = [];
        int channels = DiscriminatorInput[0], size = SampleShape[1];
        for (int i = 0; i < Halvings; i++)
        {
            (int next, bool normalized) = (First << i, i > 0 && norm.IsOfFeatures());
            size /= 2;
            layers.Add(new Conv2d(channels, next, Kernel, random, Stride, Cut, bias: !normalized));
            if (normalized)
                layers.Add(norm.Layer([next, size, size], random)!);
            layers.Add(new LeakyRelu(Slope));
            channels = next;
        }

        return new Sequential([.. layers, new Flatten(), Head(channels * size * size, random)]) { Name = "discriminator" };
    }

    private Sequential DenseGenerator(RandomSource random) => new(
    [
        new Dense(GeneratorInput.Size, Units, random), new BatchNorm1d(Units, random), new Relu(),
        new Dense(Units, Units, random), new BatchNorm1d(Units, random), new Relu(),
        new Dense(Units, SampleShape.Size, random), new Tanh(), new Reshape(SampleShape),
    ])
    {
        Name = "generator",
    };

    private Sequential DenseDiscriminator(Normalization norm, RandomSource random)
    {
        const int last = Units / 2;
        List<Module> layers =
        [
            new Flatten(), new Dense(DiscriminatorInput.Size, Units, random), new LeakyRelu(Slope),
            new Dense(Units, last, random, bias: !norm.IsOfFeatures()),
        ];
        if (norm.IsOfFeatures())
            layers.Add(norm.Layer([last], random)!);
        return new Sequential([.. layers, new LeakyRelu(Slope), Head(last, random)]) { Name = "discriminator" };
    }

    private CodeHead Head(int features, RandomSource random) =>
        new(new Dense(features, 1, random), Codes.Categories, Codes.Continuous, HiddenOfQ, random);
}
