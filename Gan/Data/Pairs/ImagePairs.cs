namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Inputs A and the outputs B that belong to them: as many, in the same order, in the same format.</summary>
/// <param name="Inputs">A.</param>
/// <param name="Outputs">B; its labels are the pairs'.</param>
public sealed record ImagePairs(ImageSet Inputs, ImageSet Outputs)
{
    public int Count => Outputs.Count;

    /// <summary>False if an output does not belong to its input, but to any.</summary>
    public bool Match { get; init; } = true;

    /// <summary>The same images without the pairs: the outputs in another order.</summary>
    public ImagePairs Part(ulong seed) => this with { Outputs = Outputs.Select(Shuffle.Epoch(Count, seed, epoch: 0)), Match = false };

    /// <summary>The pairs with the given indices, in that order.</summary>
    public ImagePairs Select(ReadOnlySpan<int> indices) => this with { Inputs = Inputs.Select(indices), Outputs = Outputs.Select(indices) };
}
