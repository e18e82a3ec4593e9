namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// What an axis says, worked out once for many rows: for each output the first input, the number of inputs, and their weights, which lie
/// one output's behind the other's.
/// </summary>
internal readonly unsafe struct ResampleTable
{
    private ResampleTable(int* first, int* count, int* offset, float* weights)
    {
        First = first;
        Count = count;
        Offset = offset;
        Weights = weights;
    }

    public int* First { get; }

    public int* Count { get; }

    /// <summary>Where the weights of an output begin.</summary>
    public int* Offset { get; }

    public float* Weights { get; }

    /// <summary>Words that the table of an axis takes.</summary>
    public static long Words<TAxis>(TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        long words = 3L * axis.Outputs;
        for (int o = 0; o < axis.Outputs; o++)
            words += Math.Max(axis.End(o) - axis.First(o), 0);
        return words;
    }

    /// <summary>Writes the table into <paramref name="memory"/>.</summary>
    public static ResampleTable Of<TAxis>(TAxis axis, float* memory)
        where TAxis : unmanaged, IResampling
    {
        int outputs = axis.Outputs, at = 0;
        var table = new ResampleTable((int*)memory, (int*)memory + outputs, (int*)memory + (2 * outputs), memory + (3 * outputs));
        for (int o = 0; o < outputs; o++)
        {
            int first = axis.First(o), end = axis.End(o);
            table.First[o] = first;
            table.Count[o] = Math.Max(end - first, 0);
            table.Offset[o] = at;
            for (int i = first; i < end; i++)
                table.Weights[at++] = (float)axis.Parts(o, i) / axis.Whole(o, i);
        }

        return table;
    }

    /// <summary>Whether an output is the one before it once more: the same single input with the same weight.</summary>
    public bool RepeatsThePrevious(int output) =>
        output > 0 && Count[output] == 1 && Count[output - 1] == 1 && First[output] == First[output - 1] && Weights[Offset[output]] == Weights[Offset[output - 1]];
}
