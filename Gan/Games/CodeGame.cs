using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// InfoGAN (Chen, Duan, Houthooft, Schulman, Sutskever, Abbeel 2016, "InfoGAN: Interpretable Representation Learning by Information
/// Maximizing Generative Adversarial Nets"): samples are made of noise z and codes c, and must tell their codes. A network Q guesses them
/// from a sample, which bounds the mutual information from below (equation 5):
/// <code>
///   I(c; G(z, c)) ≥ L(G, Q) = E log Q(c | G(z, c)) + H(c)
///   min over G and Q, max over D:   V(D, G) − λ · L(G, Q)
/// </code>
/// H(c) is constant and left out. Q has the discriminator's layers but the last (<see cref="CodeHead"/>), so it learns in the
/// discriminator's steps, and the generator in its own: −λ · L is a term of both losses. For the category −log Q is the cross-entropy. For
/// a continuous code Q is a normal distribution of deviation 1, as in the authors' code for digits, and −log Q is ½(c − μ)² but for a
/// constant. The two have a weight λ each, because the logarithm of a density is on another scale than that of a probability (section 4).
/// </summary>
public sealed class CodeGame : Game
{
    private static readonly float FakeShare = float.Parse(Environment.GetEnvironmentVariable("FS") ?? "1");
    private readonly GanModel model;
    private readonly LatentCodes codes;
    private readonly RandomSource noise;
    private readonly float ofCategory, ofContinuous, ofReal;
    private Tensor? drawn;

    /// <param name="model">A model with codes.</param>
    /// <param name="options">Its λ are <see cref="TrainingOptions.Information"/> and <see
    /// cref="TrainingOptions.InformationContinuous"/>.</param>
    /// <param name="noise">Draws z and c.</param>
    public CodeGame(GanModel model, TrainingOptions options, RandomSource noise)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (this.model, this.noise) = (model, noise);
        codes = model.Codes ?? throw new ArgumentException($"Model {model.Name} has no codes.", nameof(model));
        (ofCategory, ofContinuous, ofReal) = (options.Information, options.InformationContinuous, options.InformationReal);
    }

    public override Tensor Fake(Sequential generator, Tensor x)
    {
        Tensor input = model.Latent(noise, x.Shape[0]);
        drawn = input.Slice(1, model.LatentSize, codes.Size);
        return generator.Forward(input);
    }

    public override Tensor? SharedTerm(Module head, Tensor features, bool ofGenerator)
    {
        if (ofCategory == 0 && ofContinuous == 0)
            return null;
        CodeGuess guess = ((CodeHead)head).Guess(features);
        Tensor of = drawn ?? throw new InvalidOperationException("There are no samples yet whose codes could be guessed.");
        float weight = ofGenerator || ofReal == 0 ? ofCategory : ofCategory * FakeShare;
        Tensor category = guess.Logits.CrossEntropy(codes.CategoryOf(of)) * weight;
        Tensor continuous = (codes.ContinuousOf(of) - guess.Mean).Square().Sum([1]).Mean() * (0.5 * ofContinuous);
        return category + continuous;
    }

    public override Tensor? RealTerm(Module head, Tensor features, Tensor x, Func<Tensor, Tensor> featuresOf, RandomSource random)
    {
        if (ofReal == 0)
            return null;
        var codeHead = (CodeHead)head;
        return RealCategories.Term(codeHead.Guess(features).Logits, x, other => codeHead.Guess(featuresOf(other)).Logits, random) * ofReal;
    }
}
