using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The last layer of InfoGAN's discriminator (Chen et al. 2016): beside the score of the features f a network Q that guesses the codes that
/// the generator made the sample of. Q is a hidden layer, with batch normalisation and leaky ReLU 0.1, and a layer of outputs: the logits
/// of the category, and for each continuous code the mean μ of a normal distribution. <see cref="Forward"/> gives the score, <see
/// cref="Guess"/> the codes. Shapes: f (N, F), score (N, 1), logits (N, K), μ (N, C).
/// </summary>
public sealed class CodeHead : Module
{
    private const float Slope = 0.1f;

    private readonly Dense score;
    private readonly Sequential guess;
    private readonly int categories, continuous;

    /// <param name="score">F → 1; taken over.</param>
    /// <param name="categories">K, at least 1.</param>
    /// <param name="continuous">C, at least 1.</param>
    /// <param name="hidden">Features of Q's hidden layer, at least 1; the paper has 128.</param>
    /// <param name="random">Draws the weights of Q, PyTorch's default.</param>
    public CodeHead(Dense score, int categories, int continuous, int hidden, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(continuous, 1);
        (this.categories, this.continuous) = (categories, continuous);
        this.score = AddChild("score", score);
        guess = AddChild("guess", new Sequential(
            new Dense(score.Inputs, hidden, random, bias: false),
            new BatchNorm1d(hidden, random),
            new LeakyRelu(Slope),
            new Dense(hidden, categories + continuous, random)));
    }

    public override string Description => $"CodeHead {score.Inputs}→{score.Outputs} and {categories} + {continuous}";

    /// <summary>Only Q has batch normalisation; the score of a sample is its own.</summary>
    public override bool MixesSamples => score.MixesSamples;

    public override Tensor Forward(Tensor x) => score.Forward(x);

    /// <summary>What Q guesses from the features (N, F).</summary>
    public CodeGuess Guess(Tensor features)
    {
        Tensor all = guess.Forward(features);
        return new CodeGuess(all.Slice(1, 0, categories), all.Slice(1, categories, continuous));
    }

    public override Shape OutputShape(Shape input) => score.OutputShape(input);
}

/// <summary>Q(c | x) of N samples.</summary>
/// <param name="Logits">Of the category, (N, K).</param>
/// <param name="Mean">μ of each continuous code, (N, C).</param>
public sealed record CodeGuess(Tensor Logits, Tensor Mean);
