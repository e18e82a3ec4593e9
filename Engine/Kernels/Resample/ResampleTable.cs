namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// An axis's index arithmetic, computed once for many rows: for each output the first input, the number of inputs, and their weights,
/// stored one output after the other. And the patterns of neighbouring outputs, as runs of one <see cref="ResampleKind"/>.
/// </summary>
internal readonly unsafe struct ResampleTable
{
    /// <summary>The outputs of two vectors of four in a pattern; shorter runs are not worth it.</summary>
    private const int Shortest = 8;

    private const int Columns = 5;

    private readonly int* kind;
    private readonly int* end;
    private readonly int outputs;

    private ResampleTable(int* memory, int outputs)
    {
        First = memory;
        Count = memory + outputs;
        Offset = memory + (2 * outputs);
        kind = memory + (3 * outputs);
        end = memory + (4 * outputs);
        Weights = (float*)memory + (Columns * outputs);
        this.outputs = outputs;
    }

    public int* First { get; }

    public int* Count { get; }

    /// <summary>The offset of an output's weights.</summary>
    public int* Offset { get; }

    public float* Weights { get; }

    /// <summary>Words that the table of an axis takes.</summary>
    public static long Words<TAxis>(TAxis axis)
        where TAxis : unmanaged, IResampling
    {
        long words = (long)Columns * axis.Outputs;
        for (int o = 0; o < axis.Outputs; o++)
            words += Math.Max(axis.End(o) - axis.First(o), 0);
        return words;
    }

    /// <summary>Writes the table into <paramref name="memory"/>.</summary>
    public static ResampleTable Of<TAxis>(TAxis axis, float* memory)
        where TAxis : unmanaged, IResampling
    {
        int outputs = axis.Outputs, at = 0;
        var table = new ResampleTable((int*)memory, outputs);
        for (int o = 0; o < outputs; o++)
        {
            int first = axis.First(o), end = axis.End(o);
            table.First[o] = first;
            table.Count[o] = Math.Max(end - first, 0);
            table.Offset[o] = at;
            for (int i = first; i < end; i++)
                table.Weights[at++] = (float)axis.Parts(o, i) / axis.Whole(o, i);
        }

        table.FindStretches();
        return table;
    }

    /// <summary>The pattern of the outputs from here to <paramref name="end"/>. Called at the begin of a run.</summary>
    public ResampleKind Stretch(int output, out int end)
    {
        end = this.end[output];
        return (ResampleKind)kind[output];
    }

    /// <summary>Whether an output equals the one before it: the same single input with the same weight.</summary>
    public bool RepeatsThePrevious(int output) =>
        output > 0 && Count[output] == 1 && First[output] == First[output - 1] && SameWeights(output, output - 1);

    private void FindStretches()
    {
        for (int o = 0; o < outputs;)
        {
            int begin = o;
            (ResampleKind found, o) = Pattern(o);

            // Without a pattern: the run ends where one begins or the number of inputs changes.
            while (found == ResampleKind.Any && o < outputs && Count[o] == Count[begin] && Pattern(o).Kind == ResampleKind.Any)
                o++;
            kind[begin] = (int)found;
            end[begin] = o;
        }
    }

    /// <summary>The pattern that begins here, and its end.</summary>
    private (ResampleKind Kind, int End) Pattern(int output)
    {
        int shortest = output + Shortest, twins = Twins(output), halves = Halves(output), neighbours = Moving(output, 1);
        return halves >= shortest ? (ResampleKind.Halves, halves)
            : twins >= shortest ? (ResampleKind.Twins, twins)
            : neighbours >= shortest ? (ResampleKind.Neighbours, neighbours)
            : (ResampleKind.Any, output + 1);
    }

    /// <summary>The end of the <see cref="ResampleKind.Twins"/> that begin here.</summary>
    private int Twins(int output)
    {
        int o = output;
        if (Count[o] is not (1 or 2))
            return o;
        while (
            o + 1 < outputs
                && First[o] == First[output] + ((o - output) / 2)
                && First[o + 1] == First[o]
                && SameWeights(o, output)
                && SameWeights(o + 1, output + 1)
                && Count[o] == Count[o + 1])
            o += 2;
        return o;
    }

    /// <summary>The end of the <see cref="ResampleKind.Halves"/> that begin here.</summary>
    private int Halves(int output) => Count[output] is 2 or 4 ? Moving(output, 2) : output;

    /// <summary>The end of the outputs that have the same weights, each of inputs <paramref name="step"/> further on.</summary>
    private int Moving(int output, int step)
    {
        int o = output;
        while (o < outputs && First[o] == First[output] + (step * (o - output)) && SameWeights(o, output))
            o++;
        return o;
    }

    private bool SameWeights(int a, int b) =>
        Count[a] == Count[b]
            && new ReadOnlySpan<float>(Weights + Offset[a], Count[a]).SequenceEqual(new ReadOnlySpan<float>(Weights + Offset[b], Count[b]));
}

/// <summary>The pattern of neighbouring outputs of an axis.</summary>
internal enum ResampleKind
{
    /// <summary>No pattern for vectors; equally many inputs each.</summary>
    Any,

    /// <summary>
    /// Two outputs of the same one or two inputs, the next two of those one further on, with the same weights: twice as large.
    /// </summary>
    Twins,

    /// <summary>Each output of the two or four inputs two further on, with the same weights: half as large.</summary>
    Halves,

    /// <summary>Each output of the inputs one further on, with the same weights: a filter of the same size, or a copy.</summary>
    Neighbours,
}
