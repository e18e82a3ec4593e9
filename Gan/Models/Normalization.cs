using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;

namespace GanFromScratch.Gan.Models;

/// <summary>What normalises a discriminator: its features between layers, or the weights of its layers.</summary>
public enum Normalization
{
    /// <summary>As the model was published.</summary>
    Model,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Features over the batch (Ioffe, Szegedy 2015).</summary>
    Batch,

    /// <summary>Features over each sample (Ba et al. 2016), as WGAN-GP has it.</summary>
    Layer,

    /// <summary>Features over each channel of a sample (Ulyanov et al. 2016).</summary>
    Instance,

    /// <summary><see cref="SpectralNorm"/> of every weight (Miyato et al. 2018).</summary>
    Spectral,

    /// <summary><see cref="WeightNorm"/> of every weight (Salimans, Kingma 2016).</summary>
    Weight,

    /// <summary><see cref="EqualizedLearningRate"/> of every weight (Karras et al. 2018).</summary>
    Equalized,
}

/// <summary>What a normalisation adds to a network.</summary>
public static class NormalizationExtensions
{
    /// <summary>
    /// The layer that normalises features, for a model to put between a layer and its activation; null where none belongs there. The layer
    /// before it then needs no bias of its own; where it is null, it does (<see cref="IsOfFeatures"/>).
    /// </summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="features">Shape of a sample's features: (C), or (C, H, W).</param>
    /// <param name="random">Determines the device.</param>
    /// <param name="weights">How the scales γ of batch and instance normalisation begin: at 1 if left out.</param>
    public static Module? Layer(this Normalization norm, Shape features, RandomSource random, Initializer? weights = null) => norm switch
    {
        Normalization.Batch when features.Rank == 1 => new BatchNorm1d(features[0], random, weights: weights),
        Normalization.Batch => new BatchNorm2d(features[0], random, weights: weights),
        Normalization.Layer => new LayerNorm(features, random),
        Normalization.Instance => new InstanceNorm2d(features[0], random, affine: true, weights: weights),
        _ => null,
    };

    /// <summary>Gives every weight of a network the parametrization that belongs to the normalisation, if one does.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="network">Returned.</param>
    /// <param name="random">For what the parametrization draws.</param>
    public static T OnWeights<T>(this Normalization norm, T network, RandomSource random)
        where T : Module =>
        norm switch
        {
            Normalization.Spectral => SpectralNorm.On(network, random),
            Normalization.Weight => WeightNorm.On(network, random),
            Normalization.Equalized => EqualizedLearningRate.On(network, random),
            _ => network,
        };

    /// <summary>Whether it is a layer between others.</summary>
    public static bool IsOfFeatures(this Normalization norm) =>
        norm is Normalization.Batch or Normalization.Layer or Normalization.Instance;

    /// <summary>Whether it is a parametrization of the weights.</summary>
    public static bool IsOfWeights(this Normalization norm) => norm >= Normalization.Spectral;
}
