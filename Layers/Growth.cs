using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// How far networks have grown (progressive growing, Karras, Aila, Laine, Lehtinen 2018): the stage, counted from 0, and α while the layers
/// of that stage fade in. Every <see cref="FadeIn"/> of both players is given this object when it is made and reads it in every forward
/// pass. At first it is fully grown.
/// </summary>
public sealed class Growth
{
    /// <summary>The newest stage whose layers run.</summary>
    public int Stage { get; private set; } = int.MaxValue;

    /// <summary>α in [0, 1], the share of the new layers, of shape (); null while nothing fades in.</summary>
    public Tensor? Alpha { get; private set; }

    /// <summary>The state of the next forward passes.</summary>
    /// <param name="stage">At least 0.</param>
    /// <param name="alpha">As <see cref="Alpha"/>; must outlive them.</param>
    public void StandAt(int stage, Tensor? alpha = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        (Stage, Alpha) = (stage, alpha);
    }
}
