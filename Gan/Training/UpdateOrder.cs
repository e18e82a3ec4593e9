namespace GanFromScratch.Gan.Training;

/// <summary>When the two players are updated.</summary>
public enum UpdateOrder
{
    /// <summary>First the discriminator, then the generator against the updated discriminator (Goodfellow et al. 2014).</summary>
    Alternating,

    /// <summary>Both gradients at the same weights, then both updates (keras-adversarial's simultaneous optimizer).</summary>
    Simultaneous,
}
