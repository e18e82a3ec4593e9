using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Captions;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Conditions;

/// <summary>
/// GAN-CLS (Reed, Akata, Yan, Logeswaran, Schiele, Lee 2016, "Generative Adversarial Text to Image Synthesis"): a label stands for a
/// caption, which both players read word by word. The generator reads z with the caption's vector φ behind it; the discriminator's score
/// has an inner product of features and a linear function of φ, as under <see cref="Projection"/>, where the paper joins φ with its
/// features. Each player has a <see cref="TextEncoder"/> of its own, which learns in the game; the paper's is trained before.
/// <code>
///   D judges (x, its caption) as real,   (x, another image's caption) and (G(z, caption), caption) as generated, each with half the weight
/// </code>
/// </summary>
public sealed record Captioned : Condition
{
    private const int WordSize = 32, Hidden = 64;

    public override string Name => "caption";

    public override string Description =>
        "a caption read word by word; D must also tell captions of other images (GAN-CLS, Reed et al. 2016)";

    /// <summary>What the labels stand for.</summary>
    public CaptionSet Captions { get; init; } = DigitCaption.All;

    public override bool JudgesMatches => true;

    public override Condition For(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return this with { Labels = new ClassLabels(options.Classes), Captions = options.CaptionSet() };
    }

    public override int JoinedLatent(int latentSize) => latentSize + Hidden;

    public override IReadOnlyList<Module> JoinLatent(RandomSource random) => [new JoinText(Labels, Encoder(random))];

    public override Module Head(Dense score, RandomSource random) => new TextHead(score, Labels, Encoder(random), random);

    private TextEncoder Encoder(RandomSource random) =>
        new(Captions.Numbers, Captions.Length, Captions.Words.Count, WordSize, Hidden, random);
}
