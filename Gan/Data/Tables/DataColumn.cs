using System.Globalization;
using System.Text.Json.Serialization;

namespace GanFromScratch.Gan.Data.Tables;

/// <summary>
/// A column as networks see it. A category is a position for each of its texts. A number x becomes 2·F(x) − 1 in [−1, 1], with F the share
/// of training values below x: whatever the distribution, skewed or in several heaps, its values spread evenly. F is kept as knots.
/// </summary>
/// <param name="Name">In the header.</param>
/// <param name="Categories">The texts of a category, in order; none for a number.</param>
/// <param name="Knots">For a number: values at the shares <see cref="ShareOf"/> of the training values, ascending.</param>
/// <param name="Decimals">Of the number's text; −1 for any number of them.</param>
/// <param name="Missing">The text of a missing number, such as "" or "NA"; null where none is missing.</param>
public sealed record DataColumn(
    string Name, IReadOnlyList<string> Categories, IReadOnlyList<double> Knots, int Decimals = 0, string? Missing = null)
{
    /// <summary>Segments between the knots.</summary>
    private const int Segments = 128;

    [JsonIgnore]
    public bool IsNumber => Categories.Count == 0;

    /// <summary>Positions of its softmax: its categories, or "there" and "missing" of a number that can be missing.</summary>
    [JsonIgnore]
    public int Choices => !IsNumber ? Categories.Count : Missing != null ? 2 : 0;

    /// <summary>The distance of two neighbouring numbers as they are written; 0 for any.</summary>
    private double Unit => Decimals < 0 ? 0 : Math.Pow(10, -Decimals);

    /// <summary>A number column with the distribution of these values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="random">Spreads each value within its rounding unit, so that equal ones get shares of their own.</param>
    internal static DataColumn Number(string name, double[] values, int decimals, string? missing, ref PhiloxWords random)
    {
        var column = new DataColumn(name, [], [0, 1], decimals, missing);
        double[] spread = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            spread[i] = column.Spread(values[i], ref random);
        Array.Sort(spread);
        double[] knots = [.. Enumerable.Range(0, Segments + 1).Select(k => At(ShareOf(k, Segments) * (spread.Length - 1)))];
        return column with { Knots = knots };

        double At(double place)
        {
            int below = Math.Min((int)place, spread.Length - 1), above = Math.Min(below + 1, spread.Length - 1);
            return spread[below] + ((place - below) * (spread[above] - spread[below]));
        }
    }

    /// <summary>A number column that is only scaled, from the least value at −1 to the largest at 1.</summary>
    public static DataColumn Scaled(string name, double least, double largest, int decimals) =>
        new(name, [], [least, largest], decimals);

    /// <summary>The share of values below knot k. Knots lie dense at both ends: tails are long and have few values.</summary>
    private static double ShareOf(int k, int segments) =>
        segments == 1 ? k : (1 - Math.Cos(Math.PI * k / segments)) / 2;

    /// <summary>A number of the user's → [−1, 1].</summary>
    internal double Encode(double value, ref PhiloxWords random) => Encode(Knots.Count > 2 ? Spread(value, ref random) : value);

    /// <summary>The same without spreading equal values.</summary>
    public double Encode(double value)
    {
        int last = Knots.Count - 1;
        if (value <= Knots[0])
            return -1;
        if (value >= Knots[last])
            return 1;
        int low = 0, high = last;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Knots[middle] <= value ? (middle, high) : (low, middle);
        }

        double part = (value - Knots[low]) / (Knots[high] - Knots[low]);
        double share = ShareOf(low, last) + (part * (ShareOf(high, last) - ShareOf(low, last)));
        return (2 * share) - 1;
    }

    /// <summary>[−1, 1] → a number as the user writes it; beyond, the column's least or largest one, and of NaN its middle.</summary>
    public double Decode(double encoded)
    {
        int last = Knots.Count - 1;
        double share = double.IsNaN(encoded) ? 0.5 : Math.Clamp((encoded + 1) / 2, 0, 1);
        int low = last == 1 ? 0 : Math.Min((int)(Math.Acos(1 - (2 * share)) / Math.PI * last), last - 1);
        double from = ShareOf(low, last), to = ShareOf(low + 1, last);
        double value = Knots[low] + (Math.Clamp((share - from) / (to - from), 0, 1) * (Knots[low + 1] - Knots[low]));
        return Decimals < 0 ? value : Math.Round(value, Math.Min(Decimals, 15));
    }

    /// <summary>A value as it stands in the user's file: a number, NaN for a missing one, or the index of a category.</summary>
    public string Text(double value) =>
        !IsNumber ? Categories[(int)value]
        : double.IsNaN(value) ? Missing ?? ""
        : value.ToString(Decimals < 0 ? "G7" : $"F{Decimals}", CultureInfo.InvariantCulture);

    private double Spread(double value, ref PhiloxWords random) => value + (((random.Next() / 4294967296.0) - 0.5) * Unit);
}
