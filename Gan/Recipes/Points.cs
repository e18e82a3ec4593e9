using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// For points in the plane. The tutorials' settings leave most modes of the ring empty; the zero-centred penalties on both sides
/// (Mescheder et al. 2018) make the game converge, and the average of the generator's weights removes the rest of the oscillation.
/// </summary>
public sealed class Points : Recipe
{
    internal const string Default = "points";

    public override string Name => Default;

    public override string Description => "for points in the plane: R1 and R2, an averaged generator, a falling rate";

    public override string Model => "toy2d";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Networks = options.Model == Model ? Toy2dModel.Wide : options.Networks,
        Penalty = "r1:0.02,r2:0.02",
        Beta1 = 0,
        LearningRate = 5e-3f,
        Ema = 0.999f,
        Schedule = "linear",
        Batch = 256,
        Epochs = 600,
    };
}
