using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// The figure of the SAGAN paper: a row for each image, first the image with a marked place in each quarter, and then, framed in the mark's
/// colour, the attention of each place as a heat map over the darkened image: orange where the place looks, most at the map's maximum.
/// </summary>
internal static class AttentionPicture
{
    private const int Frame = 2, Quarters = 4;

    /// <summary>A colour for each quarter.</summary>
    private static readonly byte[][] Marks = [[230, 60, 60], [60, 200, 60], [80, 130, 255], [240, 200, 40]];

    /// <param name="pixels">N × C × H × W bytes.</param>
    /// <param name="format">Of the images.</param>
    /// <param name="maps">(N, height·width, ⌊height/2⌋·⌊width/2⌋), rows that sum to 1.</param>
    /// <param name="height">Rows of places.</param>
    /// <param name="width">Columns of places.</param>
    public static Bitmap Draw(ReadOnlySpan<byte> pixels, ImageFormat format, ReadOnlySpan<float> maps, int height, int width)
    {
        int count = pixels.Length / format.Size, places = height * width, keys = (height / 2) * (width / 2);
        ImageFormat cell = HeatMap.Cell(format, Frame);
        Bitmap picture = ImageGrid.Blank(count, 1 + Quarters, cell);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> image = pixels.Slice(i * format.Size, format.Size);
            byte[] marked = HeatMap.Draw(image, format, cell, null);
            for (int q = 0; q < Quarters; q++)
            {
                (int row, int column) = Query(image, format, height, width, q);
                float[] map = maps.Slice(((i * places) + (row * width) + column) * keys, keys).ToArray();
                float most = map.Max();
                byte[] heat = HeatMap.Draw(
                    image, format, cell,
                    (y, x) => map[(Math.Min(y * height / format.Height / 2, (height / 2) - 1) * (width / 2))
                        + Math.Min(x * width / format.Width / 2, (width / 2) - 1)] / most);
                Outline(heat, cell, 0, 0, cell.Height, cell.Width, Marks[q]);
                ImageGrid.Paste(picture, heat, cell, i, 1 + q, left: 0);
                int side = HeatMap.Scale * format.Height / height;
                Outline(marked, cell, Frame + (row * side), Frame + (column * side), side, side, Marks[q]);
            }

            ImageGrid.Paste(picture, marked, cell, i, 0, left: 0);
        }

        return picture;
    }

    /// <summary>The place of a quarter whose pixels differ most from the image's corner: ink rather than paper.</summary>
    private static (int Row, int Column) Query(ReadOnlySpan<byte> image, ImageFormat format, int height, int width, int quarter)
    {
        (int Row, int Column) best = default;
        int most = -1, top = quarter / 2 * (height / 2), left = quarter % 2 * (width / 2);
        for (int row = top; row < top + (height / 2); row++)
        {
            for (int column = left; column < left + (width / 2); column++)
            {
                int difference = 0;
                for (int y = row * format.Height / height; y < (row + 1) * format.Height / height; y++)
                    for (int x = column * format.Width / width; x < (column + 1) * format.Width / width; x++)
                        difference += Math.Abs(image[(y * format.Width) + x] - image[0]);
                if (difference > most)
                    (most, best) = (difference, (row, column));
            }
        }

        return best;
    }

    /// <summary>A frame of a colour, within the given rectangle.</summary>
    private static void Outline(byte[] planes, ImageFormat cell, int top, int left, int height, int width, byte[] colour)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (Math.Min(Math.Min(y, height - 1 - y), Math.Min(x, width - 1 - x)) >= Frame)
                    continue;
                for (int c = 0; c < 3; c++)
                    planes[Place(cell, c, top + y, left + x)] = colour[c];
            }
        }
    }

    private static int Place(ImageFormat cell, int channel, int y, int x) => (((channel * cell.Height) + y) * cell.Width) + x;
}
