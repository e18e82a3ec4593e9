using System.Text.Json.Serialization;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <content>What a <see cref="ColumnsModel"/> learns.</content>
public sealed partial record TrainingOptions
{
    /// <summary>What columns of a CSV hold, as <see cref="Data.Tables.ColumnKinds"/> reads it.</summary>
    public string ColumnKinds { get; init; } = Gan.Data.Tables.ColumnKinds.Found;

    /// <summary>
    /// The columns of the data of a <see cref="ColumnsModel"/>; null until it is loaded. A run keeps them in a file beside its options.
    /// </summary>
    [JsonIgnore]
    public DataColumns? Columns { get; init; }

    /// <summary>Rows of a series, for a <see cref="SeriesModel"/>.</summary>
    public int Window { get; init; } = SeriesModel.UsualLength;

    private GanModel WithColumns(GanModel model)
    {
        if (model is SeriesModel series)
            model = series with { Length = Window };
        return model is ColumnsModel learned && Columns != null ? learned with { Columns = Columns } : model;
    }

    private void CheckColumns()
    {
        Gan.Data.Tables.ColumnKinds.Parse(ColumnKinds);
        if (ColumnKinds != Gan.Data.Tables.ColumnKinds.Found && GanModel.Catalog.Find(Model) is not TableModel)
            throw new Engine.InputException(
                $"--column-kinds is about the columns of a table, and model {Model} makes {FindModel().Makes}; leave it out.");
        Require(
            Window is >= 16 and <= 1024 && Window % SeriesModel.Multiple == 0, "window",
            $"16 to 1,024 rows, a multiple of {SeriesModel.Multiple}", Window);
        if (Window != SeriesModel.UsualLength && GanModel.Catalog.Find(Model) is not SeriesModel)
            throw new Engine.InputException(
                $"--window is the length of series, and model {Model} makes {FindModel().Makes}; leave it out.");
        if (Without != Gan.Data.LeftOut.None && GanModel.Catalog.Find(Model) is ColumnsModel)
            throw new Engine.InputException(
                $"--without leaves classes of labelled images out, and model {Model} makes {FindModel().Makes}; leave it out.");
        if (!ScoreEvery.IsNever && GanModel.Catalog.Find(Model) is ColumnsModel)
            throw new Engine.InputException(
                $"--score-every: {FindModel().Makes} are scored when training is done; train without, then score --run.");
    }
}
