using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Data.Series;

/// <summary>Recordings of the same quantities over time, in rows of equal distance.</summary>
/// <param name="Source">What they are read from.</param>
/// <param name="Columns">The names of the quantities.</param>
/// <param name="Decimals">Of each, as <see cref="DataColumn.Decimals"/>.</param>
/// <param name="All">By recording, by column, by row.</param>
internal sealed record Recordings(
    string Source, IReadOnlyList<string> Columns, IReadOnlyList<int> Decimals, IReadOnlyList<double[][]> All)
{
    /// <summary>A part of them: whole recordings, or if there are too few to hold one out, the first or last part of each.</summary>
    public Recordings Part(ulong seed, DatasetPart part)
    {
        return this with
        {
            All = All.Count < HeldOut.Every
                ? [.. All.Select(recording => Array.ConvertAll(recording, Cut))]
                : [.. HeldOut.Part(All.Count, seed, part).Select(i => All[i])],
        };

        double[] Cut(double[] values)
        {
            int end = values.Length - (values.Length / HeldOut.Every);
            return part == DatasetPart.Train ? values[..end] : values[end..];
        }
    }

    /// <summary>The columns as networks see them, scaled by these recordings.</summary>
    public DataColumns Scaled() => new([
        .. Columns.Select((name, c) => DataColumn.Scaled(
            name, All.Min(recording => recording[c].Min()), All.Max(recording => recording[c].Max()), Decimals[c])),
    ]);

    /// <summary>Windows of <paramref name="length"/> rows, as networks see them: N × columns × length.</summary>
    /// <param name="columns">Of the networks; each is one of these recordings'.</param>
    /// <param name="apart">Whether each begins where the one before ends; else they overlap by three quarters.</param>
    /// <exception cref="InputException">A column is missing, or no recording is long enough.</exception>
    public float[] Windows(DataColumns columns, int length, bool apart)
    {
        int[] from = [.. columns.All.Select(Find)];
        int step = apart ? length : Math.Max(1, length / 4);
        var windows = new List<float>();
        foreach (double[][] recording in All)
        {
            for (int begin = 0; begin + length <= recording[0].Length; begin += step)
            {
                for (int c = 0; c < columns.Count; c++)
                {
                    for (int t = begin; t < begin + length; t++)
                        windows.Add((float)columns.All[c].Encode(recording[from[c]][t]));
                }
            }
        }

        return windows.Count > 0
            ? [.. windows]
            : throw new InputException(
                $"{Source} has no recording with {length} rows in a row for a window; give longer ones, or a shorter --window.");

        int Find(DataColumn column) => Columns.ToList().IndexOf(column.Name) is >= 0 and int at
            ? at
            : throw new InputException(
                $"{Source} has no column '{column.Name}', which the run learned; give recordings with its columns.");
    }
}
