using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Captions as vectors: the last state of a gated recurrent unit that reads the learned vectors of the words one after the other. Shapes:
/// x (N) with whole numbers in [0, K), which captions; or (N, K), shares of them, whose vectors are then mixed; y (N, H).
/// </summary>
public sealed class TextEncoder : Module
{
    private readonly int length;
    private readonly Embedding embedding;
    private readonly Gru gru;
    private readonly Tensor captions;

    /// <param name="words">
    /// The words of K captions, L each, as numbers from 1; 0 stands for none, and comes before the words of a shorter caption. They are not
    /// saved with the network.
    /// </param>
    /// <param name="length">L, at least 1.</param>
    /// <param name="count">Words that there are.</param>
    /// <param name="embeddingSize">Length of a word's vector.</param>
    /// <param name="hidden">H.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    public TextEncoder(ReadOnlySpan<int> words, int length, int count, int embeddingSize, int hidden, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        this.length = length;
        embedding = AddChild("embedding", new Embedding(count + 1, embeddingSize, random, paddingIndex: 0));
        gru = AddChild("gru", new Gru(embeddingSize, hidden, random));
        captions = Tensor.Persistent(random.Device, [words.Length / length, length]);
        float[] numbers = new float[words.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = words[i];
        captions.CopyFrom(numbers);
    }

    /// <summary>H.</summary>
    public int Size => gru.Hidden;

    public override string Description => $"TextEncoder of {captions.Shape[0]} captions, {embedding.Description}, {gru.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Rank == 1 ? Read(captions.GatherRows(x)) : x.MatMul(Read(captions));
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 1 || (input.Rank == 2 && input[1] == captions.Shape[0])
            ? [input[0], Size]
            : throw WrongInput($"(N), or (N, {captions.Shape[0]}) for shares", input);

    protected override void Release() => captions.Dispose();

    /// <summary>Words (N, L) → their captions' vectors (N, H).</summary>
    private Tensor Read(Tensor words)
    {
        Tensor states = gru.Forward(embedding.Forward(words));
        return states.Slice(1, length - 1, 1).Reshape(words.Shape[0], Size);
    }
}
