namespace GanFromScratch.Gan.Data.Series;

/// <summary>
/// The made-up recordings <c>walk</c>: joint angles of walking figures in degrees, 25 rows a second. Each walker has a speed of his own,
/// which drifts slowly; stride, knees, arms and the length of a cycle follow it, with deviations of each walker's own. Arms swing against
/// the leg of their side. Recording i is a pure function of i: the words of one Philox stream.
/// </summary>
internal static class MadeSeries
{
    public const string Walk = "walk";

    /// <summary>Recordings, rows of each, and rows in a second.</summary>
    public const int Recordings = 1500, Rows = 120, RowsPerSecond = 25;

    /// <summary>Separates this random stream from all others of the same seed: "WALK" in the stream's upper half.</summary>
    private const ulong Stream = 0x57414C4BUL << 32;

    /// <summary>The names of made-up recordings.</summary>
    public static IReadOnlyList<string> Names { get; } = [Walk];

    /// <summary>The angles, in degrees: a hip forwards, a knee bent, a shoulder forwards, an elbow bent.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["hip_left", "hip_right", "knee_left", "knee_right", "shoulder_left", "shoulder_right", "elbow_left", "elbow_right"];

    /// <summary>All recordings.</summary>
    public static Recordings Load() => new(
        Walk, Columns, [.. Columns.Select(_ => 1)], [.. Enumerable.Range(0, Recordings).Select(Recording)]);

    /// <summary>A recording, by column and row.</summary>
    private static double[][] Recording(int number)
    {
        var random = new PhiloxWords(0, Stream | (uint)number);
        double speed = 0.7 + (1.1 * Unit(ref random)), drift = 2 * Math.PI * Unit(ref random), phase = 2 * Math.PI * Unit(ref random);
        double stride = 1 + (0.1 * Normal(ref random)), knee = 1 + (0.1 * Normal(ref random)), arms = 1 + (0.2 * Normal(ref random));
        double pace = 1 + (0.05 * Normal(ref random)), lean = 3 * Normal(ref random), bend = 5 * Normal(ref random);
        double[][] angles = [.. Columns.Select(_ => new double[Rows])];
        for (int t = 0; t < Rows; t++)
        {
            double v = speed + (0.1 * Math.Sin((2 * Math.PI * t / Rows) + drift));
            phase += 2 * Math.PI * pace * (0.5 + (0.3 * v)) / RowsPerSecond;
            for (int side = 0; side < 2; side++)
            {
                double leg = phase + (Math.PI * side), arm = leg + Math.PI;
                double[] now =
                [
                    lean + 6 + (stride * (13 + (9 * v)) * Math.Cos(leg)),
                    5 + (knee * (((34 + (12 * v)) * Bump(leg - (1.45 * Math.PI), 2.5)) + (14 * v * Bump(leg - (0.25 * Math.PI), 4)))),
                    arms * (6 + (11 * v)) * Math.Cos(arm),
                    bend + 8 + (10 * v) + (arms * 8 * v * (1 + Math.Cos(arm - 0.4))),
                ];
                for (int joint = 0; joint < now.Length; joint++)
                    angles[(2 * joint) + side][t] = Math.Round(now[joint], 1);
            }
        }

        return angles;
    }

    /// <summary>1 at an angle of 0, falling to both sides; the narrower the larger <paramref name="narrow"/>.</summary>
    private static double Bump(double angle, double narrow) => Math.Exp(narrow * (Math.Cos(angle) - 1));

    private static double Unit(ref PhiloxWords random) => random.Next() / 4294967296.0;

    /// <summary>A standard normal (Box and Muller 1958). The half keeps the logarithm away from 0.</summary>
    private static double Normal(ref PhiloxWords random)
    {
        double radius = Math.Sqrt(-2 * Math.Log((random.Next() + 0.5) / 4294967296.0));
        return radius * Math.Cos(2 * Math.PI * Unit(ref random));
    }
}
