using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The chunks of a batch's z, for the layers of a generator that each read one (the hierarchical latent space of Brock, Donahue, Simonyan
/// 2019). <see cref="SplitLatent"/> sets them in every forward pass, before the layers that read them.
/// </summary>
/// <param name="chunkSize">Length of a chunk, at least 1.</param>
/// <param name="embeddingSize">Length of the class embedding before each chunk; 0 for none.</param>
public sealed class LatentChunks(int chunkSize, int embeddingSize = 0)
{
    private Tensor[] current = [];

    /// <summary>Length of a chunk of z.</summary>
    public int ChunkSize { get; } = chunkSize;

    /// <summary>Length of the class embedding before each.</summary>
    public int EmbeddingSize { get; } = embeddingSize;

    /// <summary>Length of what a layer reads: the class embedding and a chunk.</summary>
    public int Size => EmbeddingSize + ChunkSize;

    /// <summary>What the layer of this number reads, (N, <see cref="Size"/>).</summary>
    /// <exception cref="InvalidOperationException">There is no such chunk.</exception>
    public Tensor this[int index] => index < current.Length
        ? current[index]
        : throw new InvalidOperationException(
            $"A layer reads chunk {index} of z, and there are {current.Length}: SplitLatent must come first, with enough chunks.");

    /// <summary>What the layers read in this pass, each (N, <see cref="Size"/>).</summary>
    public void Set(params Tensor[] chunks) => current = chunks;
}
