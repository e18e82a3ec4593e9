using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>A GAN to train: two networks, their published training settings, and the shape of their data. One file per model.</summary>
/// <param name="LatentSize">
/// Length of the generator's input z ~ N(0, 1): the published one, unless <c>with</c> changes it; 0 for a <see cref="TranslationModel"/>.
/// </param>
/// <param name="Format">The image format of its networks, one of <see cref="Formats"/>; null for a model of other things.</param>
public abstract record GanModel(int LatentSize, ImageFormat? Format) : ICatalogEntry
{
    internal const string Published = "published";

    /// <summary>The models there are.</summary>
    public static Catalog<GanModel> Catalog { get; } = new("model", first: "mlp");

    /// <summary>The name after <c>--model</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A one-line description.</summary>
    public abstract string Description { get; }

    /// <summary>Which of its networks, one of <see cref="NetworkChoices"/>.</summary>
    public string Networks { get; init; } = Published;

    /// <summary>The pairs of networks that it has, the published ones first.</summary>
    public virtual IReadOnlyList<string> NetworkChoices => [Published];

    /// <summary>Share of the published channels that the generator's hidden layers have, see <see cref="HasWidths"/>.</summary>
    public float GeneratorWidth { get; init; } = 1;

    /// <summary>Whether its generator can have another <see cref="GeneratorWidth"/> than the published one.</summary>
    public virtual bool HasWidths => false;

    /// <summary>Samples that the discriminator judges together, joined as channels (PacGAN, Lin et al. 2018); usually 1.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>What normalises the discriminator, one of <see cref="DiscriminatorNorms"/>.</summary>
    public Normalization DiscriminatorNorm { get; init; }

    /// <summary>What <see cref="Normalization.Model"/> means for the weights of its discriminator: usually nothing.</summary>
    public virtual Normalization PublishedNorm => Normalization.None;

    /// <summary>
    /// The choices of <see cref="DiscriminatorNorm"/>: those of the weights, which go with every network, unless a model has normalisation
    /// layers that <see cref="NormalizationExtensions.Layer"/> can replace.
    /// </summary>
    public virtual IReadOnlyList<Normalization> DiscriminatorNorms =>
        [Normalization.Model, Normalization.None, Normalization.Spectral, Normalization.Weight, Normalization.Equalized];

    /// <summary>What the discriminator's last layer sees of the other samples in the batch.</summary>
    public MinibatchFeatures Minibatch { get; init; }

    /// <summary>How the labels of samples reach its networks, one of <see cref="Conditions"/>; usually not at all.</summary>
    public Condition Condition { get; init; } = new NoCondition();

    /// <summary>The conditions that its networks have the places for.</summary>
    public virtual IReadOnlyList<Condition> Conditions => [new NoCondition()];

    /// <summary>Resolutions that its networks grow through, one stage each; 1 for networks that do not grow.</summary>
    public virtual int Resolutions => 1;

    /// <summary>How far its networks have grown.</summary>
    public Growth Growth { get; init; } = new();

    /// <summary>All image formats that it has networks for, the published one first; none if it makes no images.</summary>
    public virtual IReadOnlyList<ImageFormat> Formats => Format is ImageFormat only ? [only] : [];

    /// <summary>The range to which the data is scaled; a generator that ends in tanh or sigmoid stays within it.</summary>
    public abstract (float Low, float High) Range { get; }

    /// <summary>The default training data.</summary>
    public abstract string DefaultData { get; }

    /// <summary>The pairing that it learns from unless another is asked for, by name; null for a model of single samples.</summary>
    public virtual string? DefaultPairs => null;

    /// <summary>The published training settings.</summary>
    public abstract TrainingDefaults Defaults { get; }

    /// <summary>The recipe that it is trained by unless another is asked for: as published, unless that does not work.</summary>
    public virtual string Recipe => Tutorial.Published;

    /// <summary>The codes that its generator reads behind z; usually none.</summary>
    public virtual LatentCodes? Codes => null;

    /// <summary>Whether it learns images that have captions, which are made where the data has none.</summary>
    public virtual bool LearnsCaptions => false;

    /// <summary>Whether samples are pictures; otherwise they are points of the plane, or what a <see cref="ColumnsModel"/> makes.</summary>
    public bool MakesImages => Format != null;

    /// <summary>What samples are, in words: "images".</summary>
    public virtual string Makes => MakesImages ? "images" : "points of the plane";

    /// <summary>How many of them a picture of a run shows unless an option says another number.</summary>
    public virtual int UsualPicture => MakesImages ? 64 : 1024;

    /// <summary>One of them.</summary>
    public virtual string Sample => Format is ImageFormat format ? $"an image of {format}" : "a point of the plane";

    /// <summary>What is said of samples behind the name of the data; nothing of points.</summary>
    internal string SampleNote => MakesImages ? $", {Format}" : this is ColumnsModel ? $", {Sample}" : "";

    /// <summary>Images in a sample, one behind the other as channels: the frames of a clip; usually 1.</summary>
    public virtual int Frames => 1;

    /// <summary>
    /// Shape of one sample: (<see cref="Frames"/> · channels, height, width) of images, (2) for a point of the plane.
    /// </summary>
    public virtual Shape SampleShape => Format is ImageFormat f ? [Frames * f.Channels, f.Height, f.Width] : [2];

    /// <summary>Shape of what the generator reads for one sample: z, with the <see cref="Codes"/> behind it.</summary>
    public virtual Shape GeneratorInput => [LatentSize + (Codes?.Size ?? 0)];

    /// <summary>Shape of what <see cref="Sampler"/> reads for one sample: usually <see cref="GeneratorInput"/>.</summary>
    public virtual Shape SamplerInput => GeneratorInput;

    /// <summary>Shape of one item of the data: a sample, or an input with its output.</summary>
    public virtual Shape DataShape => SampleShape;

    /// <summary>Shape of one item that the discriminator judges: usually one of the data.</summary>
    public virtual Shape JudgedShape => DataShape;

    /// <summary>Whether the discriminator judges images, which transforms can change.</summary>
    public bool JudgesImages => JudgedShape.Rank == 3;

    /// <summary>Shape of the discriminator's input: <see cref="Pack"/> items as channels, or as one longer point.</summary>
    public Shape DiscriminatorInput => JudgedShape.With(0, JudgedShape[0] * Pack);

    /// <summary>z (N, <see cref="LatentSize"/>), or inputs (N, <see cref="GeneratorInput"/>) → samples (N, <see cref="SampleShape"/>).
    /// </summary>
    public abstract Sequential Generator(RandomSource random);

    /// <summary>
    /// What of a generator makes samples, (N, <see cref="SamplerInput"/>) → (N, <see cref="SampleShape"/>): usually all of it.
    /// </summary>
    public virtual Module Sampler(Sequential generator) => generator;

    /// <summary>What the networks exchange in training: usually noise becomes samples.</summary>
    /// <param name="options">Of the run.</param>
    /// <param name="noise">Draws z.</param>
    /// <param name="random">Draws what else is random.</param>
    public virtual Game Game(TrainingOptions options, RandomSource noise, RandomSource random) =>
        options.Learns ? new DistillationGame(this, options, noise) : new NoiseGame(this, noise);

    /// <summary>Inputs of a generator that makes samples of noise, (N, <see cref="GeneratorInput"/>): z ~ N(0, 1), with new codes behind
    /// it in a model that has them.</summary>
    /// <param name="noise">Draws them.</param>
    /// <param name="count">N.</param>
    /// <param name="truncation">The bound of <see cref="TruncatedNoise"/> for z; null for none.</param>
    public Tensor Latent(RandomSource noise, int count, float? truncation = null)
    {
        Tensor z = TruncatedNoise.Normal(noise, [count, LatentSize], truncation);
        return Codes == null ? z : Tensor.Concat([z, Codes.Draw(noise, count)], 1);
    }

    /// <summary>
    /// Samples (N, <see cref="DiscriminatorInput"/>) → a score of each, (N, 1), or of each of P patches, (N, P), larger for real ones;
    /// behind a final <see cref="Sigmoid"/> it is the probability of being real. Objectives that take scores leave that sigmoid out.
    /// </summary>
    public abstract Sequential Discriminator(RandomSource random);

    /// <summary>
    /// <see cref="Discriminator"/> with what <see cref="Minibatch"/> and <see cref="DiscriminatorNorm"/> add: the network that is trained.
    /// </summary>
    public Sequential TrainedDiscriminator(RandomSource random)
    {
        Sequential network = Discriminator(random);
        Minibatch.AddTo(network, random);
        Normalization norm = DiscriminatorNorm == Normalization.Model ? PublishedNorm : DiscriminatorNorm;
        return norm.OnWeights(network, random);
    }

    /// <summary>Channels of a hidden layer of the generator, of the published number.</summary>
    protected int Wide(int channels) => Math.Max(1, (int)MathF.Round(channels * GeneratorWidth));

    /// <summary>Whether it can learn from a pairing; a model of single samples does not look at it.</summary>
    public virtual bool Takes(Pairing pairing) => DefaultPairs == null;

    /// <summary>The same model with networks for another image format.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    public GanModel For(ImageFormat format) =>
        format == Format ? this
        : Formats.Contains(format) ? this with { Format = format }
        : throw new ArgumentException($"Model {Name} has no networks for {format}.", nameof(format));
}
