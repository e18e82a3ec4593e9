using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// In training, sets each element to 0 with probability p and scales the others by 1/(1 − p); in evaluation does nothing. Srivastava,
/// Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014. Any shape.
/// </summary>
public sealed class Dropout : Module
{
    private readonly RandomSource random;
    private readonly float p;

    /// <param name="random">Draws the masks; not disposed with the layer.</param>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="InputException">p is outside of [0, 1].</exception>
    public Dropout(RandomSource random, float p = 0.5f)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(p is >= 0 and <= 1))
            throw new InputException($"A dropout probability must lie in [0, 1], got {p}.");
        this.random = random;
        this.p = p;
    }

    /// <summary>Of each element or channel to be dropped, in [0, 1].</summary>
    public float Probability => p;

    public override string Description => $"Dropout {p}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return IsTraining && p > 0 ? x * random.DropoutMask(x.Shape, p) : x;
    }

    public override Shape OutputShape(Shape input) => input;
}
