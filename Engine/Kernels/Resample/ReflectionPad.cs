namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Pixels before and after the inputs are the inputs mirrored at the first and the last, which are not repeated (one axis of PyTorch's
/// "reflect"): c b | a b c | b a. Both paddings are smaller than the number of inputs.
/// </summary>
public readonly struct ReflectionPad(int inputs, int before, int after) : IResampling
{
    public int Inputs => inputs;

    public int Outputs => before + inputs + after;

    // Distances are mirrored by their absolute value, first that to the first input, then that to the last.
    public int First(int output) => inputs - 1 - Math.Abs(inputs - 1 - Math.Abs(output - before));

    public int End(int output) => First(output) + 1;

    // The outputs between an input and its mirror image are made of other inputs.
    public int Parts(int output, int input) => First(output) == input ? 1 : 0;

    public int Whole(int output, int input) => 1;

    public int FirstOutput(int input) => input <= before ? before - input : before + input;

    public int EndOutput(int input)
    {
        int distance = inputs - 1 - input;
        return before + (distance <= after ? inputs + distance : input + 1);
    }
}
