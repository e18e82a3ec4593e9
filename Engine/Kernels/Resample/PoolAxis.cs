namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// One axis of a pooling window, as a kernel argument. Output o covers the pixels Start(o) + t·Dilation, 0 ≤ t &lt; Kernel.
/// </summary>
public readonly struct PoolAxis(int inputs, int kernel, int stride, int padding, int dilation, int outputs)
{
    public int Inputs => inputs;

    public int Kernel => kernel;

    public int Stride => stride;

    public int Padding => padding;

    public int Dilation => dilation;

    public int Outputs => outputs;

    /// <summary>The begin of a window; in the padding if negative.</summary>
    public int Start(int output) => (output * stride) - padding;

    /// <summary>The first pixel of a window inside the image.</summary>
    public int First(int output)
    {
        int start = Start(output);
        return start >= 0 ? start : (dilation - 1) - ((dilation - 1 - start) % dilation);
    }

    /// <summary>One past the last pixel of a window inside the image.</summary>
    public int End(int output) => Math.Min(Start(output) + (dilation * (kernel - 1)) + 1, inputs);

    /// <summary>The first window that reaches as far as a pixel; with dilation it may step over it.</summary>
    public int FirstOutput(int input)
    {
        int behind = input + padding - (dilation * (kernel - 1));
        return behind <= 0 ? 0 : (behind + stride - 1) / stride;
    }

    /// <summary>One past the last window that begins no later than there.</summary>
    public int EndOutput(int input) => Math.Min(((input + padding) / stride) + 1, outputs);
}
