using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A GAN for series (the task of TimeGAN, Yoon et al. 2019, "Time-series Generative Adversarial Networks"), here of 1-D convolutions, as
/// WaveGAN has them (Donahue et al. 2019): the generator lengthens a short sequence of many channels three times by transposed
/// convolutions, the discriminator shortens the series likewise. A sample is (columns, <see cref="Length"/>).
/// </summary>
public sealed record SeriesModel() : ColumnsModel(LatentSize: 32)
{
    /// <summary>The length is a multiple of this: networks halve it three times.</summary>
    public const int Multiple = 8;

    /// <summary>Rows of a window unless an option says another number.</summary>
    public const int UsualLength = 48;

    private const int Kernel = 4, Stride = 2, Cut = 1, Ends = 5;

    private const float Slope = 0.2f;

    private static readonly int[] Widths = [96, 64, 48];

    private static readonly Lazy<DataColumns> Walk = new(() => MadeSeries.Load().Scaled());

    /// <summary>Rows of a series.</summary>
    public int Length { get; init; } = UsualLength;

    public override string Name => "series";

    public override string Description => "series of numbers over time, such as joint angles, from CSV files (the task of TimeGAN)";

    public override string Makes => "series";

    public override string Sample => $"a series of {Length} rows of {Columns.Count} columns";

    public override int UsualPicture => 64;

    public override Shape SampleShape => [Columns.Count, Length];

    public override string DefaultData => MadeSeries.Walk;

    public override string Recipe => Recipes.Series.Default;

    public override TrainingDefaults Defaults => new(Epochs: 80, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    protected override DataColumns DefaultColumns => Walk.Value;

    public override Sequential Generator(RandomSource random)
    {
        int core = Length / Multiple;
        List<Module> layers =
            [new Dense(LatentSize, Widths[0] * core, random), new LeakyRelu(Slope), new Reshape([Widths[0], core])];
        for (int i = 0; i < Widths.Length; i++)
        {
            int next = Widths[Math.Min(i + 1, Widths.Length - 1)];
            layers.AddRange([new ConvTranspose1d(Widths[i], next, Kernel, random, Stride, Cut), new LeakyRelu(Slope)]);
        }

        return new Sequential([.. layers, new Conv1d(Widths[^1], Columns.Count, Ends, random, padding: Ends / 2), new Tanh()])
        {
            Name = "generator",
        };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        List<Module> layers = [new Conv1d(DiscriminatorInput[0], Widths[^1], Ends, random, padding: Ends / 2), new LeakyRelu(Slope)];
        for (int i = Widths.Length - 1; i >= 0; i--)
        {
            layers.AddRange(
                [new Conv1d(Widths[i], Widths[Math.Max(i - 1, 0)], Kernel, random, Stride, Cut), new LeakyRelu(Slope)]);
        }

        return new Sequential([.. layers, new Flatten(), new Dense(Widths[0] * (Length / Multiple), 1, random), new Sigmoid()])
        {
            Name = "discriminator",
        };
    }
}
