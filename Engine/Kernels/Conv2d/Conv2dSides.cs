using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The sizes of a convolution for its fast kernels. For the transposed one (<see cref="Conv2dInputGradient"/>) source and target are
/// exchanged. It gives the rows of the product and the steps of its sums within a group, and the sizes of both images.
/// </summary>
internal readonly record struct Conv2dSides(int Rows, int Steps, int SourceH, int SourceW, int TargetH, int TargetW, bool Transposed)
{
    /// <summary>Rows of weights that SIMD kernels pack together.</summary>
    public const int PanelRows = MatMulTile.MaxRows;

    public int Panels => (Rows + PanelRows - 1) / PanelRows;

    public static Conv2dSides Of(Conv2d sizes, bool transposed) => transposed
        ? new(sizes.GroupC, sizes.GroupO, sizes.OutH, sizes.OutW, sizes.H, sizes.W, true)
        : new(sizes.GroupO, sizes.GroupC, sizes.H, sizes.W, sizes.OutH, sizes.OutW, false);

    /// <summary>Which taps meet which pixels, along each axis.</summary>
    public (TapAxis Y, TapAxis X) Axes(Conv2d sizes)
    {
        ConvolutionSizes s = sizes.Steps;
        return (
            new(sizes.KH, SourceH, s.StrideH, s.Top, s.DilationH, Transposed),
            new(sizes.KW, SourceW, s.StrideW, s.Left, s.DilationW, Transposed));
    }

    /// <summary>Floats of scratch memory: the packed source and, after it, the packed weights, so many for each row and step.</summary>
    public int Scratch(Conv2d sizes, int weightsEach) => Device.LengthOf(
        PackedImages.Length(sizes.N, sizes.Steps.Groups * Steps, SourceH * SourceW) + (
            (long)sizes.Steps.Groups * Panels * PanelRows * Steps * weightsEach));
}
