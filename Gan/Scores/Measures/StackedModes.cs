namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// Stacked MNIST (Srivastava et al. 2017; protocol of PacGAN, arXiv 1712.04086): the three channels of an image are three digits, which
/// gives 1,000 modes. Each channel is classified separately; a mode is covered if at least one sample falls into it.
/// </summary>
/// <param name="Covered">Of 1,000.</param>
/// <param name="ReverseKl">From the uniform distribution, ≥ 0.</param>
internal readonly record struct StackedModes(int Covered, double ReverseKl)
{
    public const int Channels = 3, Modes = 1000;

    /// <param name="digits">A class 0 … 9 for each channel of each sample, N × 3.</param>
    public static StackedModes Of(ReadOnlySpan<int> digits)
    {
        var modes = new int[digits.Length / Channels];
        for (int i = 0; i < modes.Length; i++)
            modes[i] = (100 * digits[Channels * i]) + (10 * digits[(Channels * i) + 1]) + digits[(Channels * i) + 2];
        int[] counts = Histogram.Of(modes, Modes);
        return new StackedModes(Histogram.Seen(counts), Histogram.DivergenceFromEven(counts));
    }
}
