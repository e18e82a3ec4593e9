namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// An axis with inputs and outputs exchanged, including weights, for the plain C# implementations: a gradient is then another resampling.
/// </summary>
internal readonly struct Transposed<TAxis>(TAxis axis) : IResampling
    where TAxis : unmanaged, IResampling
{
    public int Inputs => axis.Outputs;

    public int Outputs => axis.Inputs;

    public int First(int output) => axis.FirstOutput(output);

    public int End(int output) => axis.EndOutput(output);

    public int Parts(int output, int input) => axis.Parts(input, output);

    public int Whole(int output, int input) => axis.Whole(input, output);

    public int FirstOutput(int input) => axis.First(input);

    public int EndOutput(int input) => axis.End(input);
}
