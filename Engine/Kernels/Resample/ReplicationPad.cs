namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>Pixels before the inputs repeat the first, those after them the last (one axis of PyTorch's "replicate").</summary>
public readonly struct ReplicationPad(int inputs, int before, int after) : IResampling
{
    public int Inputs => inputs;

    public int Outputs => before + inputs + after;

    public int First(int output) => Math.Min(Math.Max(output - before, 0), inputs - 1);

    public int End(int output) => First(output) + 1;

    public int Parts(int output, int input) => 1;

    public int Whole(int output, int input) => 1;

    public int FirstOutput(int input) => input == 0 ? 0 : before + input;

    public int EndOutput(int input) => before + (input == inputs - 1 ? inputs + after : input + 1);
}
