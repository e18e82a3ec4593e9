using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>
/// SNGAN (Miyato, Kataoka, Koyama, Yoshida 2018): every weight of the discriminator divided by its largest singular value, in place of
/// batch normalisation; hinge loss; Adam 2e-4 with β₁ = 0 and β₂ = 0.9. The paper takes five discriminator steps a generator step for
/// its residual networks and one for its plain ones, as here.
/// </summary>
public sealed class Sngan : Recipe
{
    public override string Name => "sngan";

    public override string Description => "spectral normalisation and hinge loss (Miyato et al. 2018)";

    public override TrainingOptions Apply(TrainingOptions options) => options with
    {
        Loss = "hinge",
        NormD = Normalization.Spectral,
        LearningRate = 2e-4f,
        Beta1 = 0,
        Beta2 = 0.9f,
        Update = UpdateOrder.Alternating,
    };
}
