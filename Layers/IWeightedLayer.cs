namespace GanFromScratch.Layers;

/// <summary>A layer with a weight of two or more dimensions, which a parametrization can replace.</summary>
public interface IWeightedLayer
{
    /// <summary>The stored weight; a forward pass computes with its <see cref="Parameter.Effective"/> tensor.</summary>
    Parameter Weight { get; }

    /// <summary>What is added to each output; null for nothing.</summary>
    Parameter? Bias => null;

    /// <summary>The weight's axis of output features: 0, or 1 of a transposed convolution.</summary>
    int OutputAxis { get; }
}
