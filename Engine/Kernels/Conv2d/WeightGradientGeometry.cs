using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>What SIMT kernels know of a <see cref="Conv2dWeightGradient"/>.</summary>
internal readonly struct WeightGradientGeometry(Conv2d sizes, bool accumulate)
{
    // Groups that keep a GPU busy, and positions below which a part of a sum is not worth a group.
    private const int EnoughGroups = 512, FewPositions = 256;

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

    public readonly int StrideH = sizes.Options.StrideH;
    public readonly int StrideW = sizes.Options.StrideW;
    public readonly int DilationH = sizes.Options.DilationH;
    public readonly int DilationW = sizes.Options.DilationW;
    public readonly int PaddingTop = sizes.Options.PaddingTop;
    public readonly int PaddingLeft = sizes.Options.PaddingLeft;

    // A word in memory: ILGPU gives kernels no bool.
    private readonly int accumulate = accumulate ? 1 : 0;

    public bool Accumulate => accumulate != 0;

    /// <summary>Length of the sums: output pixels of all images.</summary>
    public int Positions => N * OutH * OutW;

    /// <summary>How many tiles of that side cover the output channels and the weights of all groups.</summary>
    public int Blocks(int side) => O / GroupO * Division.Groups(GroupO, side) * Division.Groups(Weights, side);

    /// <summary>
    /// In how many parts the sums are made where tiles have that side. It follows from the sizes alone, and so does the order of the sums:
    /// the same numbers on every GPU.
    /// </summary>
    public int Parts(int side) => Math.Max(Math.Min(Division.Groups(EnoughGroups, Math.Max(Blocks(side), 1)), Positions / FewPositions), 1);
}
