using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Series as curves over time, a panel for each column, row by row in the data's order: real ones gray, generated ones orange on top. A
/// panel spans the column's least and largest value of the training data.
/// </summary>
internal static class CurvesPicture
{
    /// <summary>Series of each kind in a panel.</summary>
    public const int Shown = 6;

    private const int PanelWidth = 220, PanelHeight = 120, Gap = 12, MostColumns = 4, Width = 2;

    private static readonly byte[] Real = [190, 190, 190], Made = [213, 94, 0], Axis = [90, 90, 90];

    /// <param name="shape">Of a series: (columns, length).</param>
    /// <param name="real">Series as networks see them, one after the other; the first few are drawn.</param>
    /// <param name="made">The same.</param>
    public static Bitmap Draw(Shape shape, ReadOnlySpan<float> real, ReadOnlySpan<float> made)
    {
        (int columns, int length) = (shape[0], shape[1]);
        int across = Math.Min(columns, MostColumns), down = (columns + across - 1) / across;
        Bitmap picture = Drawing.Sheet((across * (PanelWidth + Gap)) + Gap, (down * (PanelHeight + Gap)) + Gap);
        for (int c = 0; c < columns; c++)
        {
            int left = Gap + (c % across * (PanelWidth + Gap)), top = Gap + (c / across * (PanelHeight + Gap));
            Drawing.Line(picture, (left, top + PanelHeight), (left + PanelWidth, top + PanelHeight), 1, Axis);
            Curves(real, c, left, top, Real);
            Curves(made, c, left, top, Made);
        }

        return picture;

        void Curves(ReadOnlySpan<float> series, int c, int left, int top, byte[] colour)
        {
            for (int i = 0; i < Math.Min(Shown, series.Length / (columns * length)); i++)
            {
                ReadOnlySpan<float> values = series.Slice(((i * columns) + c) * length, length);
                for (int t = 1; t < length; t++)
                    Drawing.Line(picture, Place(values[t - 1], t - 1), Place(values[t], t), Width, colour);
            }

            (double X, double Y) Place(float value, int t) =>
                (left + (PanelWidth * t / (length - 1.0)), top + (PanelHeight * (1 - Math.Clamp(value, -1f, 1f)) / 2.0));
        }
    }
}
