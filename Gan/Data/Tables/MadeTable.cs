using System.Globalization;

namespace GanFromScratch.Gan.Data.Tables;

/// <summary>
/// The made-up table <c>flats</c>, for trying out without a file: flats to let in a town. Rooms follow the district, the area follows the
/// rooms, the years of construction are in two heaps, heating follows the year, the rent follows area, year and district, and the energy
/// class follows year and heating. Row i is a pure function of i: the words of one Philox stream.
/// </summary>
internal static class MadeTable
{
    public const string Flats = "flats";

    /// <summary>Rows of the table.</summary>
    public const int Rows = 10_000;

    /// <summary>Separates this random stream from all others of the same seed: "FLAT" in the stream's upper half.</summary>
    private const ulong Stream = 0x464C4154UL << 32;

    private static readonly string[] Districts = ["centre", "harbour", "north", "south"], Heatings = ["district", "gas", "oil", "pump"],
        Classes = ["A", "B", "C", "D"], Balconies = ["no", "yes"];

    private static readonly Lazy<DataColumns> Made = new(() => Load(count => [.. Enumerable.Range(0, count)]).Columns);

    /// <summary>The names of made-up tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Flats];

    /// <summary>The columns of the table, with the distributions of all its rows.</summary>
    public static DataColumns Columns => Made.Value;

    /// <summary>All rows.</summary>
    /// <param name="trains">Which rows' values a column's distribution is of, given the number of rows.</param>
    public static DataTable Load(Func<int, int[]> trains) => Make(Rows, trains(Rows));

    /// <summary>The first rows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="trains">The rows that the distributions of the numbers are of.</param>
    internal static DataTable Make(int count, int[] trains)
    {
        double[][] values = [.. Enumerable.Range(0, 8).Select(_ => new double[count])];
        for (int i = 0; i < count; i++)
        {
            double[] row = Row(i);
            for (int c = 0; c < row.Length; c++)
                values[c][i] = row[c];
        }

        return new DataTable(
            new DataColumns([
                new("district", Districts, []),
                new("rooms", [.. Enumerable.Range(1, 5).Select(n => n.ToString(CultureInfo.InvariantCulture))], []),
                Number("area", 2, 1),
                Number("built", 3, 0),
                new("heating", Heatings, []),
                new("balcony", Balconies, []),
                Number("rent", 6, 2),
                new("energy", Classes, []),
            ]),
            values);

        DataColumn Number(string name, int c, int decimals)
        {
            var random = new PhiloxWords((ulong)c, Stream | uint.MaxValue);
            return DataColumn.Number(name, [.. trains.Select(row => values[c][row])], decimals, null, ref random);
        }
    }

    private static double[] Row(int i)
    {
        var random = new PhiloxWords(0, Stream | (uint)i);
        int district = Choose(Unit(ref random), 0.3, 0.15, 0.25, 0.3);
        double central = district switch { 0 => 1, 1 => 0.7, _ => 0 };
        int rooms = Choose(Unit(ref random), central > 0 ? [0.3, 0.35, 0.2, 0.1, 0.05] : [0.1, 0.25, 0.35, 0.2, 0.1]);
        double area = Math.Round(Math.Max(14, 16 + (21 * (rooms + 1)) + ((3 + (3 * rooms)) * Normal(ref random))), 1);
        bool old = Unit(ref random) < (central > 0 ? 0.6 : 0.25);
        double built = Math.Round(old
            ? Math.Clamp(1908 + (12 * Normal(ref random)), 1860, 1945)
            : Math.Clamp(1982 + (20 * Normal(ref random)), 1946, 2024));
        int heating = built >= 2005 ? Choose(Unit(ref random), 0.35, 0.15, 0, 0.5)
            : old ? Choose(Unit(ref random), 0.3, 0.55, 0.15, 0)
            : Choose(Unit(ref random), 0.25, 0.4, 0.3, 0.05);
        int balcony = Unit(ref random) < (old ? 0.25 : 0.75) ? 1 : 0;
        double level = 2.35 + (0.35 * central) + (built >= 2000 ? 0.22 : old ? 0.06 : 0) + (0.05 * balcony) - (0.0015 * area);
        double rent = Math.Round(area * Math.Exp(level + (0.13 * Normal(ref random))), 2);
        double thrift = ((built - 1950) / 30) + (heating switch { 3 => 1.3, 0 => 0.6, 1 => 0, _ => -0.6 }) + (0.5 * Normal(ref random));
        int energy = thrift > 1.8 ? 0 : thrift > 0.9 ? 1 : thrift > -0.4 ? 2 : 3;
        return [district, rooms, area, built, heating, balcony, rent, energy];
    }

    private static int Choose(double u, params ReadOnlySpan<double> shares)
    {
        int k = 0;
        while (k < shares.Length - 1 && u >= shares[k])
            u -= shares[k++];
        return k;
    }

    private static double Unit(ref PhiloxWords random) => random.Next() / 4294967296.0;

    /// <summary>A standard normal (Box and Muller 1958). The half keeps the logarithm away from 0.</summary>
    private static double Normal(ref PhiloxWords random)
    {
        double radius = Math.Sqrt(-2 * Math.Log((random.Next() + 0.5) / 4294967296.0));
        return radius * Math.Cos(2 * Math.PI * Unit(ref random));
    }
}
