namespace GanFromScratch.Gan.Training;

/// <summary>When the two players move.</summary>
public enum UpdateOrder
{
    /// <summary>First the discriminator, then the generator against the discriminator as it is now (Goodfellow et al. 2014).</summary>
    Alternating,

    /// <summary>Both gradients at the same point, then both updates (keras-adversarial's simultaneous optimizer).</summary>
    Simultaneous,
}
