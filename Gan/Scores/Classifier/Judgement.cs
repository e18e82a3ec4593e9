namespace GanFromScratch.Gan.Scores.Classifier;

/// <summary>The classifier's output for N images.</summary>
/// <param name="Count">N.</param>
/// <param name="Features">N × 64: the activations before its last layer.</param>
/// <param name="Probabilities">N × 10: p(y|x); each row sums to 1.</param>
public sealed record Judgement(int Count, float[] Features, float[] Probabilities)
{
    /// <summary>The likeliest class of image <paramref name="i"/>, and its probability.</summary>
    public (int Class, float Probability) Verdict(int i)
    {
        ReadOnlySpan<float> row = Probabilities.AsSpan(i * ImageClassifier.Classes, ImageClassifier.Classes);
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            if (row[c] > row[best])
                best = c;
        }

        return (best, row[best]);
    }

    /// <summary>Share of the images whose likeliest class is their label.</summary>
    /// <param name="labels">N classes.</param>
    public double Agreement(ReadOnlySpan<int> labels)
    {
        int agreed = 0;
        for (int i = 0; i < Count; i++)
            agreed += Verdict(i).Class == labels[i] ? 1 : 0;
        return agreed / (double)Count;
    }

    /// <summary>The likeliest class of every image.</summary>
    public int[] Verdicts() => [.. Enumerable.Range(0, Count).Select(i => Verdict(i).Class)];
}
