using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The last layer of an AC-GAN's discriminator (Odena, Olah, Shlens 2017): two dense layers of the same features f, one for the score, one
/// for the class. <see cref="Forward"/> gives the score, <see cref="Logits"/> the classes. Shapes: f (N, F), score (N, 1), logits (N, K).
/// </summary>
public sealed class ClassHead : Module
{
    private readonly Dense score, classes;

    /// <param name="score">F → 1; taken over.</param>
    /// <param name="classCount">K, at least 1.</param>
    /// <param name="random">Draws the weights of the classes, PyTorch's default.</param>
    public ClassHead(Dense score, int classCount, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(score);
        this.score = AddChild("score", score);
        classes = AddChild("classes", new Dense(score.Inputs, classCount, random));
    }

    public override string Description => $"ClassHead {score.Inputs}→{score.Outputs} and {classes.Outputs}";

    public override Tensor Forward(Tensor x) => score.Forward(x);

    /// <summary>The logits of the classes from the features (N, F).</summary>
    public Tensor Logits(Tensor features) => classes.Forward(features);

    public override Shape OutputShape(Shape input) => score.OutputShape(input);
}
