using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// In training, zeroes entire channels of an image with probability p and scales the others by 1/(1 − p); in evaluation does nothing
/// (torch.nn.Dropout2d). Neighbouring pixels are correlated, so dropping single pixels would remove little information. Tompson et al.
/// 2015. Shapes: x (N, C, H, W).
/// </summary>
public sealed class Dropout2d : Module
{
    private readonly RandomSource random;
    private readonly float p;

    /// <param name="random">Draws the masks; not disposed with the layer.</param>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="InputException">p is outside of [0, 1].</exception>
    public Dropout2d(RandomSource random, float p = 0.5f)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(p is >= 0 and <= 1))
            throw new InputException($"A dropout probability must lie in [0, 1], got {p}.");
        this.random = random;
        this.p = p;
    }

    /// <summary>Of each element or channel to be dropped, in [0, 1].</summary>
    public float Probability => p;

    public override string Description => $"Dropout2d {p}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return IsTraining && p > 0 ? x * random.DropoutMask([x.Shape[0], x.Shape[1], 1, 1], p) : x;
    }

    public override Shape OutputShape(Shape input) => input.Rank == 4 ? input : throw WrongInput("(N, C, H, W)", input);
}
