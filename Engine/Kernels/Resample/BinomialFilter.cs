namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// A low-pass filter between zero insertion and decimation: with up − 1 zeros after each input and zeros around, each output is Σₜ
/// up·C(taps − 1, t)/2^(taps − 1) of the numbers from output·down − before on, 0 ≤ t &lt; taps. The weights of 4 taps are 1, 3, 3, 1. One
/// axis of upfirdn2d (Karras, Laine, Aittala, Hellsten, Lehtinen, Aila 2020, StyleGAN2).
/// </summary>
public readonly struct BinomialFilter : IResampling
{
    /// <summary>Up to it the weights and their products are exact in a float.</summary>
    public const int MostTaps = 12;

    private readonly int inputs;
    private readonly int outputs;
    private readonly int taps;
    private readonly int up;
    private readonly int down;
    private readonly int before;

    /// <param name="inputs">Input pixels.</param>
    /// <param name="taps">Weights of the filter, at most <see cref="MostTaps"/>.</param>
    /// <param name="up">Distance between inputs after zero insertion.</param>
    /// <param name="down">Step of the filter from one output to the next.</param>
    /// <param name="before">Zeros before the first input.</param>
    /// <param name="after">Zeros after the last of the inserted zeros.</param>
    public BinomialFilter(int inputs, int taps, int up, int down, int before, int after)
    {
        this.inputs = inputs;
        this.taps = taps;
        this.up = up;
        this.down = down;
        this.before = before;
        outputs = ((inputs * up) + before + after - taps + down) / down;
    }

    public int Inputs => inputs;

    public int Outputs => outputs;

    public int First(int output)
    {
        int start = (output * down) - before;
        return start <= 0 ? 0 : (start + up - 1) / up;
    }

    public int End(int output)
    {
        int last = (output * down) - before + taps - 1;
        return last < 0 ? 0 : Math.Min((last / up) + 1, inputs);
    }

    public int Parts(int output, int input) => up * Coefficient((input * up) + before - (output * down));

    public int Whole(int output, int input) => 1 << (taps - 1);

    public int FirstOutput(int input)
    {
        int start = (input * up) + before - taps + 1;
        return start <= 0 ? 0 : (start + down - 1) / down;
    }

    public int EndOutput(int input) => Math.Min((((input * up) + before) / down) + 1, outputs);

    /// <summary>C(taps − 1, tap), a product whose quotients are whole.</summary>
    private int Coefficient(int tap)
    {
        int coefficient = 1;
        for (int k = 0; k < tap; k++)
            coefficient = coefficient * (taps - 1 - k) / (k + 1);
        return coefficient;
    }
}
