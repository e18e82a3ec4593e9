using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Where the generator of BigGAN begins (Brock, Donahue, Simonyan 2019): z is split into a first part, the output, and chunks, each of
/// which a later layer reads behind one class embedding that all of them share: c_i = (e(label), z_i). Shapes: x (N, In), y (N, In −
/// count·chunk), c_i (N, E + chunk).
/// </summary>
public sealed class SplitLatent : Module
{
    private readonly int inputs, count;
    private readonly LatentChunks chunks;
    private readonly ClassLabels? labels;
    private readonly Embedding? shared;

    /// <param name="inputs">Length of z, more than all chunks together.</param>
    /// <param name="count">Chunks, at least 1.</param>
    /// <param name="chunks">Receives them in every forward pass.</param>
    /// <param name="labels">Of the batch; null if the chunks have no class embedding.</param>
    /// <param name="random">Draws the embedding; determines the device.</param>
    /// <param name="weights">How the embedding begins: standard normal if left out.</param>
    public SplitLatent(
        int inputs, int count, LatentChunks chunks, ClassLabels? labels, RandomSource random, Initializer? weights = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(inputs, count * chunks.ChunkSize);
        (this.inputs, this.count, this.chunks, this.labels) = (inputs, count, chunks, labels);
        if (labels != null)
            shared = AddChild("shared", new Embedding(labels.Count, chunks.EmbeddingSize, random, weights));
    }

    public override string Description =>
        $"SplitLatent {inputs}→{inputs - (count * chunks.ChunkSize)} + {count}×{chunks.ChunkSize}"
        + (shared == null ? "" : $" with {shared.Description}");

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int size = chunks.ChunkSize, first = OutputShape(x.Shape)[1];
        Tensor? embedded = shared == null ? null : labels!.Rows(shared, x.Shape[0]);
        Tensor[] parts = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            Tensor chunk = x.Slice(1, first + (i * size), size);
            parts[i] = embedded == null ? chunk : Tensor.Concat([embedded, chunk], 1);
        }

        chunks.Set(parts);
        return x.Slice(1, 0, first);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == inputs
            ? input.With(1, inputs - (count * chunks.ChunkSize))
            : throw WrongInput($"(N, {inputs})", input);
}
