using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// The resampling of one axis of an image: the inputs of each output and their weights. The map is a type; its fields hold the sizes.
/// Every index and every weight is computed in whole numbers, so that rounding never decides which pixel is taken.
/// </summary>
[KernelFormula]
public interface IResampling
{
    /// <summary>Number of input pixels.</summary>
    int Inputs { get; }

    /// <summary>Number of output pixels.</summary>
    int Outputs { get; }

    /// <summary>The first input of an output.</summary>
    int First(int output);

    /// <summary>One past the last.</summary>
    int End(int output);

    /// <summary>An input of the window has the weight Parts/<see cref="Whole"/>.</summary>
    int Parts(int output, int input);

    int Whole(int output, int input);

    /// <summary>The transposed map, for the gradient: the first output that an input contributes to.</summary>
    int FirstOutput(int input);

    /// <summary>One past the last; not more than <see cref="FirstOutput"/> if there is none.</summary>
    int EndOutput(int input);
}
