using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// How one axis of an image is resampled: which inputs an output is made of, and in which shares. The map as a type; its fields hold the
/// sizes. Every index and every share is worked out in whole numbers, so that no rounding decides which pixel is taken.
/// </summary>
[KernelFormula]
public interface IResampling
{
    /// <summary>Pixels before.</summary>
    int Inputs { get; }

    /// <summary>Pixels after.</summary>
    int Outputs { get; }

    /// <summary>The first input that an output is made of.</summary>
    int First(int output);

    /// <summary>One behind the last.</summary>
    int End(int output);

    /// <summary>An input of the window has the weight Parts/<see cref="Whole"/>.</summary>
    int Parts(int output, int input);

    int Whole(int output, int input);

    /// <summary>The map seen from the other side, which is what its gradient needs: the first output that an input goes into.</summary>
    int FirstOutput(int input);

    /// <summary>One behind the last; not more than <see cref="FirstOutput"/> where there is none.</summary>
    int EndOutput(int input);
}
