using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A GAN for tables: rows of numbers and categories (the task of CTGAN, Xu et al. 2019, "Modeling Tabular Data using Conditional GAN").
/// Numbers reach the networks by their rank, spread evenly over [−1, 1] (<see cref="DataColumn"/>), in place of CTGAN's mixture of
/// Gaussians; categories as one position each, of which the generator makes a softmax. As in CTGAN the generator's hidden layers each see
/// all that came before them.
/// </summary>
public sealed record TableModel() : ColumnsModel(LatentSize: 64)
{
    private const int Hidden = 128, Layers = 3;

    private const float Slope = 0.2f;

    public override string Name => "table";

    public override string Description => "rows of a table with numbers and categories, from a CSV (the task of CTGAN)";

    public override string Makes => "rows of a table";

    public override string Sample => $"a row of {Columns.Count} columns";

    public override Shape SampleShape => [Columns.Width];

    public override string DefaultData => MadeTable.Flats;

    public override string Recipe => Table.Default;

    public override TrainingDefaults Defaults => new(Epochs: 100, Batch: 128, LearningRate: 2e-4f, Beta1: 0.5f);

    protected override DataColumns DefaultColumns => MadeTable.Columns;

    public override Sequential Generator(RandomSource random)
    {
        List<Module> layers = [];
        int inputs = LatentSize;
        for (int i = 0; i < Layers; i++)
        {
            layers.Add(new SkipConcat(new Sequential(new Dense(inputs, Hidden, random), new LeakyRelu(Slope))));
            inputs += Hidden;
        }

        return new Sequential([.. layers, new Dense(inputs, Columns.Width, random), new RowOutput(Columns)]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        List<Module> layers = [];
        int inputs = DiscriminatorInput.Size;
        for (int i = 0; i < Layers; i++)
        {
            layers.AddRange([new Dense(inputs, Hidden, random), new LeakyRelu(Slope)]);
            inputs = Hidden;
        }

        return new Sequential([.. layers, new Dense(inputs, 1, random), new Sigmoid()]) { Name = "discriminator" };
    }
}
