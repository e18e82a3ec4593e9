namespace GanFromScratch.Gan.Training;

/// <summary>How a generator begins that learns from a teacher.</summary>
public enum StudentBeginning
{
    /// <summary>With random weights, as every generator.</summary>
    New,

    /// <summary>With the teacher's strongest channels, see <see cref="Layers.ChannelPruning"/>.</summary>
    Pruned,

    /// <summary>With random weights, and the teacher is not asked: what the others are compared with.</summary>
    Alone,
}
