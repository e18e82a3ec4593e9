namespace GanFromScratch.Engine.Kernels;

/// <summary>What SIMT kernels know of a <see cref="Conv2dWeightGradient"/>.</summary>
internal readonly struct WeightWalk(Conv2d sizes, bool accumulate)
{
    public readonly int N = sizes.N;
    public readonly int C = sizes.C;
    public readonly int H = sizes.H;
    public readonly int W = sizes.W;
    public readonly int O = sizes.O;
    public readonly int OutH = sizes.OutH;
    public readonly int OutW = sizes.OutW;
    public readonly int GroupC = sizes.GroupC;
    public readonly int GroupO = sizes.GroupO;
    public readonly int KW = sizes.KW;

    /// <summary>Weights of a pair of channels.</summary>
    public readonly int Taps = sizes.KH * sizes.KW;

    /// <summary>Weights of an output channel.</summary>
    public readonly int Weights = sizes.GroupC * sizes.KH * sizes.KW;

    public readonly int StrideH = sizes.Steps.StrideH;
    public readonly int StrideW = sizes.Steps.StrideW;
    public readonly int DilationH = sizes.Steps.DilationH;
    public readonly int DilationW = sizes.Steps.DilationW;
    public readonly int Top = sizes.Steps.Top;
    public readonly int Left = sizes.Steps.Left;

    // A word in memory: ILGPU gives kernels no bool.
    private readonly int accumulate = accumulate ? 1 : 0;

    public bool Accumulate => accumulate != 0;
}
