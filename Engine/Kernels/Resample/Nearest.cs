namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>Each output is the input ⌊output·inputs/outputs⌋ (PyTorch's "nearest").</summary>
public readonly struct Nearest(int inputs, int outputs) : IResampling
{
    public int Inputs => inputs;

    public int Outputs => outputs;

    public int First(int output) => output * inputs / outputs;

    public int End(int output) => (output * inputs / outputs) + 1;

    public int Parts(int output, int input) => 1;

    public int Whole(int output, int input) => 1;

    // ⌊o·inputs/outputs⌋ ≥ i means o ≥ ⌈i·outputs/inputs⌉.
    public int FirstOutput(int input) => ((input * outputs) + inputs - 1) / inputs;

    public int EndOutput(int input) => (((input + 1) * outputs) + inputs - 1) / inputs;
}
