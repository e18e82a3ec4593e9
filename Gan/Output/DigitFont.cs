namespace GanFromScratch.Gan.Output;

/// <summary>The digits 0 … 9 in 3 × 5 dots: enough to number the rows of a picture without a font.</summary>
internal static class DigitFont
{
    private const int Columns = 3, Rows = 5;

    /// <summary>Fifteen dots a digit, row by row, the top left one in the highest bit.</summary>
    private static readonly int[] Dots =
    [
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111, 0b101_101_111_001_001,
        0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_010_010_010, 0b111_101_111_101_111, 0b111_101_111_001_111,
    ];

    /// <summary>Pixels that a number of so many digits takes, with a column of dots after each.</summary>
    internal static int Width(int digits, int dot) => digits * (Columns + 1) * dot;

    internal static int Height(int dot) => Rows * dot;

    /// <summary>
    /// Draws <paramref name="number"/> ≥ 0 in white with squares of <paramref name="dot"/> pixels; what lies below the picture is cut off.
    /// </summary>
    internal static void Draw(Bitmap picture, int number, int left, int top, int dot)
    {
        foreach (char digit in number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            for (int y = 0; y < Rows * dot && top + y < picture.Height; y++)
            {
                for (int x = 0; x < Columns * dot; x++)
                {
                    int place = (y / dot * Columns) + (x / dot);
                    if ((Dots[digit - '0'] >> ((Columns * Rows) - 1 - place) & 1) != 0)
                        picture.Row(top + y).Slice((left + x) * picture.Channels, picture.Channels).Fill(byte.MaxValue);
                }
            }

            left += (Columns + 1) * dot;
        }
    }
}
