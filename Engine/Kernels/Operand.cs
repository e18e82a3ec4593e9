using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine.Kernels;

/// <summary>One operand of a timed case, with its content before the launch.</summary>
internal sealed class Operand
{
    private readonly Func<float[]>? values;
    private readonly uint[]? words;

    private Operand(int length, Func<float[]>? values, uint[]? words)
    {
        Length = length;
        this.values = values;
        this.words = words;
    }

    public int Length { get; }

    /// <summary>Holds words that are not floats.</summary>
    public bool HoldsWords => words != null;

    /// <summary>Compared with the reference after a launch.</summary>
    public bool IsResult { get; private init; }

    /// <summary>Numbers between two limits, the same every time.</summary>
    public static Operand Uniform(int length, float low = -1, float high = 1) => new(length, () => Draw(length, low, high), null);

    /// <summary>Whole numbers from 0 to <paramref name="count"/> − 1: indices, classes.</summary>
    public static Operand Indices(int length, int count) => new(length, () => Array.ConvertAll(Draw(length, 0, count), MathF.Floor), null);

    /// <summary>Numbers that a case computes.</summary>
    public static Operand Of(int length, Func<float[]> values) => new(length, values, null);

    public static Operand Filled(int length, float value) => new(length, () => Fill(length, value), null);

    /// <summary>Words that are not floats: a random counter.</summary>
    public static Operand Words(params uint[] words) => new(words.Length, null, words);

    /// <summary>A result. Before the launch it holds NaN, which no comparison passes.</summary>
    public static Operand Result(int length) => new(length, () => Fill(length, float.NaN), null) { IsResult = true };

    /// <summary>An operand that is read and overwritten.</summary>
    public static Operand Updated(Operand before) => new(before.Length, before.values, before.words) { IsResult = true };

    /// <summary>Restores the content before the first launch.</summary>
    public void Upload(BufferView view)
    {
        if (words != null)
            view.Device.UploadWords(words, view);
        else
            view.Device.Upload(values!(), view);
    }

    private static float[] Draw(int length, float low, float high)
    {
        // Philox would be slower, and the quality of these numbers matters little.
        var random = new System.Random(length);
        float[] drawn = new float[length];
        for (int i = 0; i < length; i++)
            drawn[i] = low + ((high - low) * random.NextSingle());
        return drawn;
    }

    private static float[] Fill(int length, float value)
    {
        float[] filled = new float[length];
        Array.Fill(filled, value);
        return filled;
    }
}
