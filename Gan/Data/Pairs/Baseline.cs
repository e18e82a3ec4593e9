namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>An output that needs no training, which a model must beat.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Of">From the images of A, <see cref="Pairing.InputCount"/> a pair, to an output for each pair, in the same format.</param>
public sealed record Baseline(string Name, Func<ImageSet, ImageSet> Of);
