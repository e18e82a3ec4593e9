using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// The distribution of each column of a table, one panel a column, row by row in the table's order: real rows gray, generated ones orange.
/// A number has a histogram, the orange one as a line over the gray one; a category a pair of bars for each of its texts.
/// </summary>
internal static class MarginalsPicture
{
    private const int PanelWidth = 168, PanelHeight = 104, Gap = 12, MostColumns = 4, Bins = 28, Line = 2;

    /// <summary>Shares of the real values left of the first bin and right of the last, which count for these.</summary>
    private const double Tail = 0.005;

    private static readonly byte[] Real = [190, 190, 190], Made = [213, 94, 0], Axis = [90, 90, 90];

    /// <summary>Draws two tables of the same columns, each of at least one row.</summary>
    public static Bitmap Draw(DataTable real, DataTable made)
    {
        int count = real.Columns.Count, across = Math.Min(count, MostColumns), down = (count + across - 1) / across;
        Bitmap picture = Drawing.Sheet((across * (PanelWidth + Gap)) + Gap, (down * (PanelHeight + Gap)) + Gap);
        for (int c = 0; c < count; c++)
        {
            int left = Gap + (c % across * (PanelWidth + Gap)), bottom = (c / across * (PanelHeight + Gap)) + Gap + PanelHeight;
            if (real.Columns.All[c].IsNumber)
                DrawNumber(picture, left, bottom, real.Values[c], made.Values[c]);
            else
                DrawCategory(picture, left, bottom, real.Shares(c), made.Shares(c));
            Fill(picture, left, bottom - 1, PanelWidth, 1, Axis);
        }

        return picture;
    }

    private static void DrawNumber(Bitmap picture, int left, int bottom, double[] real, double[] made)
    {
        double[] sorted = [.. real.Where(value => !double.IsNaN(value)).Order()];
        double low = sorted.Length > 0 ? sorted[(int)(Tail * sorted.Length)] : 0;
        double high = sorted.Length > 0 ? sorted[(int)((1 - Tail) * (sorted.Length - 1))] : 1;
        double[] ofReal = Histogram(real, low, high), ofMade = Histogram(made, low, high);
        double scale = (PanelHeight - 4) / Math.Max(ofReal.Max(), ofMade.Max());
        int step = PanelWidth / Bins, before = 0;
        for (int b = 0; b < Bins; b++)
        {
            int x = left + (b * step), tall = (int)(ofReal[b] * scale);
            Fill(picture, x, bottom - tall, step, tall, Real);
        }

        for (int b = 0; b <= Bins; b++)
        {
            int x = left + (b * step), tall = b < Bins ? (int)(ofMade[b] * scale) : 0;
            Fill(picture, x, bottom - Math.Max(tall, before), Line, Math.Abs(tall - before) + Line, Made);
            if (b < Bins)
                Fill(picture, x, bottom - tall, step, Line, Made);
            before = tall;
        }
    }

    private static void DrawCategory(Bitmap picture, int left, int bottom, double[] real, double[] made)
    {
        double scale = (PanelHeight - 4) / Math.Max(real.Max(), made.Max()), step = PanelWidth / (double)real.Length;
        int bar = Math.Max(1, (int)(0.4 * step));
        for (int k = 0; k < real.Length; k++)
        {
            int x = left + (int)(k * step), tall = (int)(real[k] * scale), other = (int)(made[k] * scale);
            Fill(picture, x, bottom - tall, bar, tall, Real);
            Fill(picture, x + bar, bottom - other, bar, other, Made);
        }
    }

    /// <summary>The share of the values in each bin; all 0 if every value is missing.</summary>
    private static double[] Histogram(double[] values, double low, double high)
    {
        double[] shares = new double[Bins];
        foreach (double value in values.Where(value => !double.IsNaN(value)))
            shares[high > low ? (int)Math.Clamp((value - low) / (high - low) * Bins, 0, Bins - 1) : 0] += 1.0 / values.Length;
        return shares.Max() > 0 ? shares : [1e-9, .. shares[1..]];
    }

    private static void Fill(Bitmap picture, int left, int top, int width, int height, byte[] colour)
    {
        for (int y = Math.Max(0, top); y < Math.Min(picture.Height, top + height); y++)
        {
            Span<byte> row = picture.Row(y);
            for (int x = Math.Max(0, left); x < Math.Min(picture.Width, left + width); x++)
                colour.CopyTo(row[(3 * x)..]);
        }
    }
}
