using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Joins each sample with the vector of its caption (Reed et al. 2016, "Generative Adversarial Text to Image Synthesis"). Shapes: x (N, C),
/// y (N, C + H).
/// </summary>
public sealed class JoinText : Module
{
    private readonly ClassLabels labels;
    private readonly TextEncoder encoder;

    /// <param name="labels">Which caption each sample of the batch has.</param>
    /// <param name="encoder">Taken over.</param>
    public JoinText(ClassLabels labels, TextEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
        this.encoder = AddChild("text", encoder);
    }

    public override string Description => $"JoinText, {encoder.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Tensor.Concat([x, encoder.Forward(labels.Required)], 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 ? input.With(1, input[1] + encoder.Size) : throw WrongInput("(N, C)", input);
}
