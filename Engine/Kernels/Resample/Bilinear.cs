namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Linear interpolation: each output lies between two inputs, each weighted by the distance to the other (one axis of PyTorch's
/// "bilinear").
/// <para>
/// Pixels are squares: the middle of output o lies at (o + ½)·inputs/outputs of the inputs' own length, so between inputs at ((2o +
/// 1)·inputs − outputs)/(2·outputs), not below 0. With aligned corners pixels are points, and the outer ones of both sides coincide:
/// o·(inputs − 1)/(outputs − 1). Both are (o·step + start)/whole: the quotient is the left one of the two inputs, the remainder the
/// weight of the right one. After the last input there is no right one, so the last has the whole weight.
/// </para>
/// </summary>
public readonly struct Bilinear : IResampling
{
    private readonly int inputs;
    private readonly int outputs;
    private readonly int step;
    private readonly int start;
    private readonly int whole;

    public Bilinear(int inputs, int outputs, bool alignCorners)
    {
        this.inputs = inputs;
        this.outputs = outputs;
        step = alignCorners ? inputs - 1 : 2 * inputs;
        start = alignCorners ? 0 : inputs - outputs;
        whole = alignCorners ? Math.Max(outputs - 1, 1) : 2 * outputs;
    }

    public int Inputs => inputs;

    public int Outputs => outputs;

    public int First(int output) => Position(output) / whole;

    public int End(int output) => Math.Min((Position(output) / whole) + 2, inputs);

    public int Parts(int output, int input)
    {
        int position = Position(output), left = position / whole, right = position - (left * whole);
        return input > left ? right : left + 1 < inputs ? whole - right : whole;
    }

    public int Whole(int output, int input) => whole;

    // An input is the right one for outputs whose left one is the previous input, and the left one for its own outputs.
    public int FirstOutput(int input) => Reaching(input - 1);

    public int EndOutput(int input) => input + 1 < inputs ? Reaching(input + 1) : outputs;

    private int Position(int output) => Math.Max((output * step) + start, 0);

    /// <summary>The first output whose left input is <paramref name="input"/> or a later one.</summary>
    private int Reaching(int input)
    {
        int distance = (input * whole) - start;
        return input <= 0 || distance <= 0 ? 0 : Math.Min((distance + step - 1) / step, outputs);
    }
}
