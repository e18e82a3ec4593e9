namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Each output is the mean of the inputs that its share of the length overlaps: from ⌊output·inputs/outputs⌋ to ⌈(output +
/// 1)·inputs/outputs⌉. Windows may overlap, and there may be more outputs than inputs.
/// </summary>
public readonly struct AdaptiveAverage(int inputs, int outputs) : IResampling
{
    public int Inputs => inputs;

    public int Outputs => outputs;

    public int First(int output) => output * inputs / outputs;

    public int End(int output) => (((output + 1) * inputs) + outputs - 1) / outputs;

    public int Parts(int output, int input) => 1;

    public int Whole(int output, int input) => End(output) - First(output);

    // The same formula with the sides exchanged: the outputs that the input's share of the length overlaps.
    public int FirstOutput(int input) => input * outputs / inputs;

    public int EndOutput(int input) => (((input + 1) * outputs) + inputs - 1) / inputs;
}
