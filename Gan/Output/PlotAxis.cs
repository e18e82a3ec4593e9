using System.Globalization;

namespace GanFromScratch.Gan.Output;

/// <summary>One axis of a plot: the range of values it spans, the round values to mark on it, and where each lies.</summary>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>, above <paramref name="Low"/>.</param>
/// <param name="From">Pixel of the low end.</param>
/// <param name="To">Pixel of the high end.</param>
/// <param name="Step">Distance of the marks: 1, 2 or 5 times a power of ten.</param>
internal sealed record PlotAxis(double Low, double High, double From, double To, double Step)
{
    private const int MarksWanted = 6;

    /// <summary>An axis that holds all <paramref name="values"/>; those that are not finite are left out.</summary>
    /// <param name="values">What is to be shown.</param>
    /// <param name="from">Pixel of the low end.</param>
    /// <param name="to">Pixel of the high end.</param>
    /// <param name="roundEnds">Whether the ends are marks, so that curves do not touch the frame.</param>
    internal static PlotAxis Fit(IEnumerable<double> values, double from, double to, bool roundEnds)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        double[] finite = [.. values.Where(double.IsFinite)];
        foreach (double value in finite)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);
        // The difference of huge values may overflow, and that of equal ones is nothing to mark.
        double span = (high / MarksWanted) - (low / MarksWanted);
        if (span <= Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-12)
        {
            double half = low == 0 ? 0.5 : Math.Abs(low) * 0.5;
            (low, high) = (low - half, high + half);
            span = (high / MarksWanted) - (low / MarksWanted);
        }

        // Between two epochs there is nothing to mark.
        double step = RoundUp(!roundEnds && finite.All(double.IsInteger) ? Math.Max(span, 1) : span);
        if (roundEnds)
            (low, high) = (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step);
        return new PlotAxis(low, high, from, to, step);
    }

    /// <summary>The pixel of a value. Halves keep the difference of huge values from overflowing.</summary>
    internal double Place(double value) => From + (((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2)) * (To - From));

    /// <summary>The round values on the axis. Counting steps, not adding them, keeps 0.3 from becoming 0.30000000000000004.</summary>
    internal IEnumerable<double> Marks()
    {
        const double Tolerance = 1e-9;
        double first = Math.Ceiling((Low / Step) - Tolerance), last = Math.Floor((High / Step) + Tolerance);
        for (double k = first; k <= last; k++)
            yield return k * Step;
    }

    /// <summary>A mark's value with as many digits as its step needs.</summary>
    internal string Label(double mark)
    {
        if (Math.Abs(mark) >= 1e6 || Step < 1e-4)
            return mark.ToString("0.###e0", CultureInfo.InvariantCulture);
        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(Step) - 1e-9));
        return (mark + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>The least of 1, 2, 5 or 10 times a power of ten that is not below <paramref name="value"/>.</summary>
    private static double RoundUp(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double digit = value / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
