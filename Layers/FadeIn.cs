using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = (1 − α)·old(x) + α·next(x): the layers of one more resolution take over from those before them (Karras, Aila, Laine, Lehtinen 2018,
/// figure 2). Before its stage only <c>old</c> runs, after the fade only <c>next</c>; what does not run gets no gradient. Both have one
/// output shape. In a checkpoint: <c>old.0.weight</c>, <c>next.1.weight</c>.
/// </summary>
public sealed class FadeIn : Module
{
    private readonly Growth growth;
    private readonly int stage;
    private readonly Sequential old, next;

    /// <summary>Takes ownership of both networks: they are disposed with it.</summary>
    /// <param name="growth">Read in every forward pass.</param>
    /// <param name="stage">The stage at which <paramref name="next"/> fades in, at least 1.</param>
    /// <param name="old">The layers until then.</param>
    /// <param name="next">The layers from then on.</param>
    public FadeIn(Growth growth, int stage, Sequential old, Sequential next)
    {
        ArgumentNullException.ThrowIfNull(growth);
        ArgumentOutOfRangeException.ThrowIfLessThan(stage, 1);
        this.growth = growth;
        this.stage = stage;
        this.old = AddChild("old", old);
        this.next = AddChild("next", next);
    }

    public override string Description => $"FadeIn stage {stage}";

    /// <summary>What runs now: one of the two, or both.</summary>
    public IReadOnlyList<Module> Running => growth.Stage < stage ? [old] : IsFading ? [old, next] : [next];

    private bool IsFading => growth.Stage == stage && growth.Alpha != null;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return growth.Stage < stage ? old.Forward(x)
            : IsFading ? Mix(old.Forward(x), next.Forward(x), growth.Alpha!)
            : next.Forward(x);
    }

    public override Shape OutputShape(Shape input)
    {
        Shape before = old.OutputShape(input), after = next.OutputShape(input);
        return before == after ? after : throw WrongInput($"of which both branches make one shape (they make {before} and {after})", input);
    }

    /// <summary>(1 − α)·old + α·next.</summary>
    /// <param name="alpha">Of shape ().</param>
    public static Tensor Mix(Tensor old, Tensor next, Tensor alpha)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(next);
        return (old * (1 - alpha)) + (next * alpha);
    }
}
