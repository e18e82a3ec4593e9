using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// R3GAN (Huang, Gokaslan, Kuleshov, Tompkin 2024, "The GAN is dead; long live the GAN!"): relativistic pairing with R1 and R2, Adam with
/// β₁ = 0 and β₂ = 0.99, an averaged generator.
/// </summary>
public sealed class R3gan : Recipe
{
    public override string Name => "r3gan";

    public override string Description => "relativistic pairs, R1 and R2, an averaged generator (Huang et al. 2024)";

    public override string Model => "r3gan";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "relativistic-paired",
        Penalty = "r1:1,r2:1",
        LearningRate = 2e-4f,
        Beta1 = 0,
        Beta2 = 0.99f,
        Ema = 0.999f,
        Update = UpdateOrder.Alternating,
    };
}
