using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// A <see cref="Conv2d"/> or a <see cref="Conv2dInputGradient"/> with its operands: SIMT devices run both with the same kernels, which
/// differ only in their taps (<see cref="TapAxis"/>).
/// </summary>
internal interface IConvolutionLaunch<TActivation>
    where TActivation : unmanaged, IUnaryFormula
{
    /// <summary>Whether it is the transposed convolution.</summary>
    static abstract bool IsTransposed { get; }

    /// <summary>The sizes of the convolution, or of the one that is transposed.</summary>
    Conv2d Sizes { get; }

    /// <summary>x, or dy of the transposed one.</summary>
    BufferView Source { get; }

    BufferView Weights { get; }

    BufferView? Bias { get; }

    /// <summary>y, or dx of the transposed one.</summary>
    BufferView Target { get; }

    TActivation Activation { get; }
}
