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
    private readonly int categories, continuous, before;

    /// <summary>Q is one hidden layer on the features of the score.</summary>
    /// <param name="score">F → 1; taken over.</param>
    /// <param name="categories">K, at least 1.</param>
    /// <param name="continuous">C, at least 1.</param>
    /// <param name="hidden">Features of Q's hidden layer, at least 1; the paper has 128.</param>
    /// <param name="random">Draws the weights of Q, PyTorch's default.</param>
    public CodeHead(Dense score, int categories, int continuous, int hidden, RandomSource random)
        : this(score, categories, continuous, Q(score?.Inputs ?? 0, [hidden], categories + continuous, random), before: 0)
    {
    }

    /// <summary>Q has layers of its own, and reads other features than the score: f is (Q's, the score's).</summary>
    /// <param name="score">F′ → 1; taken over. F′ is the rest of F.</param>
    /// <param name="categories">K, at least 1.</param>
    /// <param name="continuous">C, at least 1.</param>
    /// <param name="before">Q's features, the first of f.</param>
    /// <param name="hidden">Features of Q's hidden layers.</param>
    /// <param name="random">Draws the weights of Q, PyTorch's default.</param>
    public CodeHead(Dense score, int categories, int continuous, int before, int[] hidden, RandomSource random)
        : this(score, categories, continuous, Q(before, hidden, categories + continuous, random), before)
    {
    }

    private CodeHead(Dense score, int categories, int continuous, Sequential guess, int before)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(continuous, 1);
        (this.categories, this.continuous, this.before) = (categories, continuous, before);
        this.score = AddChild("score", score);
        this.guess = AddChild("guess", guess);
    }

    private static Sequential Q(int features, int[] hidden, int outputs, RandomSource random)
    {
        List<Module> layers = [];
        foreach (int size in hidden)
        {
            layers.AddRange([new Dense(features, size, random, bias: false), new BatchNorm1d(size, random), new LeakyRelu(Slope)]);
            features = size;
        }

        return new Sequential([.. layers, new Dense(features, outputs, random)]);
    }

    public override string Description => $"CodeHead {score.Inputs}→{score.Outputs} and {categories} + {continuous}";

    /// <summary>Only Q has batch normalisation; the score of a sample is its own.</summary>
    public override bool MixesSamples => score.MixesSamples;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return score.Forward(before == 0 ? x : x.Slice(1, before, score.Inputs));
    }

    /// <summary>What Q guesses from the features (N, F).</summary>
    public CodeGuess Guess(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Tensor all = guess.Forward(before == 0 ? features : features.Slice(1, 0, before));
        return new CodeGuess(all.Slice(1, 0, categories), all.Slice(1, categories, continuous));
    }

    public override Shape OutputShape(Shape input) =>
        score.OutputShape(before == 0 || input.Rank < 2 ? input : input.With(1, input[1] - before));
}

/// <summary>Q(c | x) of N samples.</summary>
/// <param name="Logits">Of the category, (N, K).</param>
/// <param name="Mean">μ of each continuous code, (N, C).</param>
public sealed record CodeGuess(Tensor Logits, Tensor Mean);
