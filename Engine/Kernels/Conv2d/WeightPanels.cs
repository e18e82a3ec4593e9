using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The tiles of 8 × 32 weights of <see cref="Conv2dWeightGradientPanelsSimt"/>. There are two ways, and the one with fewer tiles is used:
/// <code>
///               rows of a tile                          columns of a tile     tiles for each tap
/// by weight     8 of the GroupC·KH·KW weights           32 output channels    no
/// by channel    8 output channels                       32 input channels     yes
/// </code>
/// The rows' operand is read in place (x with a border of zeros, or dy), one number at a time; the columns' operand is packed, 32
/// channels side by side. In both, position (n, oy, ox) lies at a fixed distance from the next.
/// </summary>
internal readonly struct WeightPanels
{
    public const int Rows = 8, Columns = 32;

    /// <summary>Tiles that share a pass over a block of images.</summary>
    public const int MostTiles = 8;

    // Packed columns of a block of images, in floats: a quarter of a megabyte, which fits the second-level cache.
    private const int BlockFloats = 1 << 16;

    /// <summary>
    /// The size of x with its border: the pixels from the first that the first tap reads to the last that the last tap reads.
    /// </summary>
    public readonly int BorderedH;
    public readonly int BorderedW;

    /// <summary>Lanes of a group of channels in each operand.</summary>
    public readonly int RowLanes;
    public readonly int ColumnLanes;

    public readonly int RowPanels;
    public readonly int ColumnPanels;

    /// <summary>Tiles of a pair of panels.</summary>
    public readonly int Taps;

    /// <summary>Distance from one image, row and position to the next in the rows' operand.</summary>
    public readonly int RowImage;
    public readonly int RowY;
    public readonly int RowX;

    /// <summary>The same in the packed columns.</summary>
    public readonly int ColumnImage;
    public readonly int ColumnY;
    public readonly int ColumnX;

    /// <summary>Pixels of the image that columns are packed from.</summary>
    public readonly int ColumnPixels;

    public readonly int ImagesABlock;

    public readonly int TilesAGroup;

    private readonly int byWeight, groups;

    public WeightPanels(Conv2d sizes, int units)
    {
        Conv2dOptions options = sizes.Options;
        groups = options.Groups;
        BorderedH = ((sizes.OutH - 1) * options.StrideH) + ((sizes.KH - 1) * options.DilationH) + 1;
        BorderedW = ((sizes.OutW - 1) * options.StrideW) + ((sizes.KW - 1) * options.DilationW) + 1;
        int taps = sizes.KH * sizes.KW, weights = sizes.GroupC * taps, outputs = sizes.OutH * sizes.OutW, bordered = BorderedH * BorderedW;
        long tilesByWeight = (long)Division.Groups(weights, Rows) * Division.Groups(sizes.GroupO, Columns);
        long tilesByChannel = (long)taps * Division.Groups(sizes.GroupO, Rows) * Division.Groups(sizes.GroupC, Columns);
        byWeight = tilesByWeight <= tilesByChannel ? 1 : 0;
        if (ByWeight)
        {
            (RowLanes, ColumnLanes, Taps, ColumnPixels) = (weights, sizes.GroupO, 1, outputs);
            (RowImage, RowY, RowX) = (sizes.C * bordered, options.StrideH * BorderedW, options.StrideW);
            (ColumnY, ColumnX) = (sizes.OutW * Columns, Columns);
        }
        else
        {
            (RowLanes, ColumnLanes, Taps, ColumnPixels) = (sizes.GroupO, sizes.GroupC, taps, bordered);
            (RowImage, RowY, RowX) = (sizes.O * outputs, sizes.OutW, 1);
            (ColumnY, ColumnX) = (options.StrideH * BorderedW * Columns, options.StrideW * Columns);
        }

        ColumnImage = ColumnPixels * Columns;
        RowPanels = Division.Groups(RowLanes, Rows);
        ColumnPanels = Division.Groups(ColumnLanes, Columns);

        // The fewest equal blocks that fit.
        int most = Math.Max(BlockFloats / ColumnImage, 1), blocks = Math.Max(Division.Groups(sizes.N, most), 1);
        ImagesABlock = Math.Max(Division.Groups(sizes.N, blocks), 1);
        TilesAGroup = Math.Clamp(groups * ColumnPanels * Tiles / (4 * units), 1, MostTiles);
    }

    /// <summary>Which of the two ways is used.</summary>
    public bool ByWeight => byWeight != 0;

    /// <summary>Tiles of a panel of columns.</summary>
    public int Tiles => RowPanels * Taps;

    /// <summary>Groups that share the tiles of a panel of columns.</summary>
    public int Runs => (Tiles + TilesAGroup - 1) / TilesAGroup;

    public int Groups => groups * ColumnPanels * Runs;

    /// <summary>Floats of the packed columns.</summary>
    public int ColumnLength(int N) => Device.LengthOf((long)groups * ColumnPanels * N * ColumnImage);
}
