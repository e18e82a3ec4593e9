namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Each output is the mean of a window that moves by a stride. The zeros around the image count as pixels, as far as they go, or do not
/// (PyTorch's count_include_pad); then a window at the border is the mean of fewer.
/// </summary>
public readonly struct AveragePool : IResampling
{
    // Plain numbers: a kernel argument cannot contain a struct.
    private readonly int inputs;
    private readonly int kernel;
    private readonly int stride;
    private readonly int padding;
    private readonly int outputs;

    // The zeros on each side that count.
    private readonly int counted;

    /// <param name="window">The window's axis; without dilation.</param>
    /// <param name="countPadding">Whether the zeros around count.</param>
    public AveragePool(PoolAxis window, bool countPadding)
    {
        inputs = window.Inputs;
        kernel = window.Kernel;
        stride = window.Stride;
        padding = window.Padding;
        outputs = window.Outputs;
        counted = countPadding ? padding : 0;
    }

    public int Inputs => inputs;

    public int Outputs => outputs;

    private PoolAxis Window => new(inputs, kernel, stride, padding, 1, outputs);

    public int First(int output) => Window.First(output);

    public int End(int output) => Window.End(output);

    public int Parts(int output, int input) => 1;

    public int Whole(int output, int input)
    {
        int start = (output * stride) - padding;
        return Math.Min(start + kernel, inputs + counted) - Math.Max(start, -counted);
    }

    public int FirstOutput(int input) => Window.FirstOutput(input);

    public int EndOutput(int input) => Window.EndOutput(input);
}
