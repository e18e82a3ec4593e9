using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The sizes of a convolution for its fast kernels. For the transposed one (<see cref="Conv2dInputGradient"/>) source and target are
/// exchanged. It gives the channels of a group and the pixels of both images.
/// </summary>
internal readonly record struct Conv2dSides(int TargetC, int SourceC, int SourceH, int SourceW, int TargetH, int TargetW, bool Transposed)
{
    /// <summary>Rows of weights that SIMD kernels pack together.</summary>
    public const int PanelRows = MatMulTile.MaxRows;

    public int Panels => (TargetC + PanelRows - 1) / PanelRows;

    public static Conv2dSides Of(Conv2d sizes, bool transposed) => transposed
        ? new(sizes.GroupC, sizes.GroupO, sizes.OutH, sizes.OutW, sizes.H, sizes.W, true)
        : new(sizes.GroupO, sizes.GroupC, sizes.H, sizes.W, sizes.OutH, sizes.OutW, false);

    /// <summary>Which taps meet which pixels, along each axis.</summary>
    public (TapAxis Y, TapAxis X) Axes(Conv2d sizes)
    {
        Conv2dOptions options = sizes.Options;
        return (
            new(sizes.KH, SourceH, options.StrideH, options.PaddingTop, options.DilationH, Transposed),
            new(sizes.KW, SourceW, options.StrideW, options.PaddingLeft, options.DilationW, Transposed));
    }

    /// <summary>Floats of scratch memory: the packed source and, after it, the packed weights, so many for each pair of channels.</summary>
    public int Scratch(Conv2d sizes, int weightsEach) => Device.LengthOf(
        PackedImages.Length(sizes.N, sizes.Options.Groups * SourceC, SourceH * SourceW) + (
            (long)sizes.Options.Groups * Panels * PanelRows * SourceC * weightsEach));
}
