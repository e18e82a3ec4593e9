namespace GanFromScratch.Gan.Data.Tables;

/// <summary>Rows of numbers and categories.</summary>
/// <param name="columns">What each column holds.</param>
/// <param name="values">By column, then by row: a number, NaN for a missing one, or the index of a category.</param>
public sealed class DataTable(DataColumns columns, double[][] values)
{
    public DataColumns Columns => columns;

    public double[][] Values => values;

    public int Count => values[0].Length;

    /// <summary>The share of each text of a category.</summary>
    /// <param name="c">Its column.</param>
    public double[] Shares(int c)
    {
        double[] shares = new double[columns.All[c].Choices];
        foreach (double index in values[c])
            shares[(int)index] += 1.0 / Count;
        return shares;
    }

    /// <summary>Some of the rows.</summary>
    public DataTable Select(int[] rows) => new(columns, [.. values.Select(column => Array.ConvertAll(rows, row => column[row]))]);

    /// <summary>Writes a CSV with the user's header, categories and number formats.</summary>
    public void Write(string path) => CsvText.Write(path, Lines());

    /// <summary>The header and the rows as texts.</summary>
    public IEnumerable<IEnumerable<string>> Lines() => Enumerable.Range(0, Count)
        .Select(i => columns.All.Select((column, c) => column.Text(values[c][i])))
        .Prepend(columns.All.Select(column => column.Name));
}
