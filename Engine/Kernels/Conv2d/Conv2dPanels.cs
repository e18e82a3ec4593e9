using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The plan of <see cref="Conv2dPanelsSimt"/>: blocks of images, panels of channels, chunks of pixels.
/// </summary>
internal readonly struct Conv2dPanels
{
    /// <summary>Images side by side in a tile: two registers of sixteen floats.</summary>
    public const int Images = 32;

    /// <summary>
    /// Target pixels for which a panel of weights is used before the next panel: their rows of the source stay in the second-level cache
    /// meanwhile.
    /// </summary>
    public const int Pixels = 16;

    // Below this number of multiplications and additions a group costs more than its work.
    private const long LightGroup = 1 << 19;

    /// <summary>Blocks of images.</summary>
    public readonly int Blocks;

    /// <summary>Panels of target channels in a group of channels.</summary>
    public readonly int Panels;

    /// <summary>Chunks of target pixels.</summary>
    public readonly int Chunks;

    /// <summary>
    /// A unit is one panel at the pixels of a chunk in a block of images. A group has so many consecutive units.
    /// </summary>
    public readonly int UnitsAGroup;

    private readonly int groupsOfChannels;

    public Conv2dPanels(Conv2dGeometry conv, int rows)
    {
        Blocks = (conv.N + Images - 1) / Images;
        Panels = (conv.TargetC + rows - 1) / rows;
        Chunks = (conv.TargetPixels + Pixels - 1) / Pixels;
        groupsOfChannels = conv.Groups;
        long unit = (long)rows * Images * Pixels * conv.SourceC * conv.Taps;
        UnitsAGroup = (int)Math.Clamp(LightGroup / Math.Max(unit, 1), 1, Panels * 4);
    }

    public int Units => Blocks * groupsOfChannels * Chunks * Panels;

    public int Groups => Division.Groups(Units, UnitsAGroup);
}

/// <summary>The sums of a tile: channels by registers of images, with several partial sums of each.</summary>
[KernelFormula]
internal interface IConvolutionTile
{
    /// <summary>Target channels.</summary>
    static abstract int Rows { get; }

    /// <summary>Partial sums of each sum, each over every so many-th product; folded at the end.</summary>
    static abstract int Chains { get; }
}

/// <summary>Eight channels: sixteen registers of sums, enough to hide the latency of the additions.</summary>
internal readonly struct EightChannels : IConvolutionTile
{
    public static int Rows => 8;

    public static int Chains => 1;
}

/// <summary>A single channel. Its two registers would wait for each other's additions, so each sum is four partial sums.</summary>
internal readonly struct OneChannel : IConvolutionTile
{
    public static int Rows => 1;

    public static int Chains => 4;
}
