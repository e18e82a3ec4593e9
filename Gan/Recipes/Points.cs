using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For points in the plane. The tutorials' settings leave most modes of the ring empty; the zero-centred penalties on both sides
/// (Mescheder et al. 2018) make the game converge, and the average of the generator's weights removes the rest of the oscillation. The
/// deep networks of toy2d have what narrow modes and a spiral need. For a spiral the discriminator must also learn faster than the
/// generator (two time scales, Heusel et al. 2017).
/// </summary>
public sealed class Points : Recipe
{
    internal const string Default = "points";

    public override string Name => Default;

    public override string Description => "for points in the plane: R1 and R2, an averaged generator, a falling rate";

    public override string Model => "toy2d";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Networks = options.Model == Model ? Toy2dModel.Deep : options.Networks,
        Penalty = "r1:0.01,r2:0.01",
        Beta1 = 0,
        Beta2 = 0.99f,
        LearningRate = 2e-3f,
        LearningRateG = 5e-4f,
        Ema = 0.999f,
        Schedule = "linear",
        Batch = 128,
        Epochs = 600,
    };
}
