using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Models;

/// <summary>A model of what stands in the columns of CSV files.</summary>
/// <param name="LatentSize">Length of z.</param>
public abstract record ColumnsModel(int LatentSize) : GanModel(LatentSize, Format: null)
{
    private readonly DataColumns? columns;

    /// <summary>The columns of the data, which determine the shape of a sample; those of the default data if not set.</summary>
    public DataColumns Columns
    {
        get => columns ?? DefaultColumns;
        init => columns = value;
    }

    public override (float Low, float High) Range => (-1, 1);

    /// <summary>The columns of <see cref="GanModel.DefaultData"/>.</summary>
    protected abstract DataColumns DefaultColumns { get; }
}
