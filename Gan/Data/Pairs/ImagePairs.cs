namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Inputs A and the outputs B that belong to them: in the same order and format.</summary>
/// <param name="Inputs">A: of each pair one image, or as many as its pairing has, one after the other.</param>
/// <param name="Outputs">B; its labels are the pairs'.</param>
public sealed record ImagePairs(ImageSet Inputs, ImageSet Outputs)
{
    public int Count => Outputs.Count;

    /// <summary>Images in the A of a pair.</summary>
    public int InputCount => Inputs.Count / Math.Max(Outputs.Count, 1);

    /// <summary>False if an output does not belong to its input, but to any.</summary>
    public bool Match { get; init; } = true;

    /// <summary>The same images without the pairs: the outputs in another order.</summary>
    public ImagePairs Part(ulong seed) => this with { Outputs = Outputs.Select(Shuffle.Epoch(Count, seed, epoch: 0)), Match = false };

    /// <summary>The pairs with the given indices, in that order.</summary>
    public ImagePairs Select(ReadOnlySpan<int> indices)
    {
        int each = InputCount;
        int[] inputs = new int[each * indices.Length];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = (each * indices[i / each]) + (i % each);
        return this with { Inputs = Inputs.Select(inputs), Outputs = Outputs.Select(indices) };
    }
}
