using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// How <see cref="Conv2dPanelsSimt"/> divides a convolution: into blocks of images, panels of channels, chunks of pixels.
/// </summary>
internal readonly struct Conv2dPanels
{
    /// <summary>Images side by side in a tile: two registers of sixteen floats.</summary>
    public const int Images = 32;

    /// <summary>
    /// Target pixels that a panel of weights serves before the next: their rows of the source stay in the second level of the cache
    /// meanwhile.
    /// </summary>
    public const int Pixels = 16;

    // Multiplications and additions below which a group would cost more than its work.
    private const long LightGroup = 1 << 19;

    /// <summary>Blocks of images.</summary>
    public readonly int Blocks;

    /// <summary>Panels of target channels in a group of channels.</summary>
    public readonly int Panels;

    /// <summary>Chunks of target pixels.</summary>
    public readonly int Chunks;

    /// <summary>
    /// A unit is a panel at the pixels of a chunk in a block of images; so many of them, that follow each other, are one group's.
    /// </summary>
    public readonly int UnitsAGroup;

    private readonly int groupsOfChannels;

    public Conv2dPanels(Conv2dWalk walk, int rows)
    {
        Blocks = (walk.N + Images - 1) / Images;
        Panels = (walk.Rows + rows - 1) / rows;
        Chunks = (walk.Target + Pixels - 1) / Pixels;
        groupsOfChannels = walk.Groups;
        long unit = (long)rows * Images * Pixels * walk.Steps * walk.Taps;
        UnitsAGroup = (int)Math.Clamp(LightGroup / Math.Max(unit, 1), 1, Panels * 4);
    }

    public int Units => Blocks * groupsOfChannels * Chunks * Panels;

    public int Groups => Division.Groups(Units, UnitsAGroup);
}

/// <summary>What a tile holds of the sums: channels by registers of images, and side by side some of each sum.</summary>
[KernelFormula]
internal interface IConvolutionTile
{
    /// <summary>Target channels.</summary>
    static abstract int Rows { get; }

    /// <summary>Parts of a sum that are added up side by side, each with every so many-th step, and folded at the end.</summary>
    static abstract int Chains { get; }
}

/// <summary>Eight channels: sixteen registers of sums, none of which waits for another.</summary>
internal readonly struct EightChannels : IConvolutionTile
{
    public static int Rows => 8;

    public static int Chains => 1;
}

/// <summary>A single channel. Its two registers would wait for each other's additions, so each sum is four.</summary>
internal readonly struct OneChannel : IConvolutionTile
{
    public static int Rows => 1;

    public static int Chains => 4;
}
