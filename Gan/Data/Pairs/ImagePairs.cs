namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Inputs A and the outputs B that belong to them: as many, in the same order, in the same format.</summary>
/// <param name="Inputs">A.</param>
/// <param name="Outputs">B; its labels are the pairs'.</param>
public sealed record ImagePairs(ImageSet Inputs, ImageSet Outputs)
{
    public int Count => Outputs.Count;

    /// <summary>The pairs with the given indices, in that order.</summary>
    public ImagePairs Select(ReadOnlySpan<int> indices) => new(Inputs.Select(indices), Outputs.Select(indices));

    /// <summary>The first <paramref name="count"/> pairs, or all where there are fewer.</summary>
    public ImagePairs Take(int count) => new(Inputs.Take(count), Outputs.Take(count));
}
